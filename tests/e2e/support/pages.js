// The main pages, each with a way to it. `number` is a complaint whose case is open.
export const pages = [
  ['to_accept', () => '/desk/lists/to_accept'],
  ['follow_up', () => '/desk/lists/follow_up'],
  ['waiting', () => '/desk/lists/waiting'],
  ['learning', () => '/desk/learning'],
  ['register-book', () => '/desk/'],
  ['registration', () => '/desk/register'],
  ['views', () => '/desk/views'],
  ['directory', () => '/desk/admin/directory?under=b01'],
  ['deliveries', () => '/desk/admin/deliveries?state=sent'],
  ['archive', () => '/desk/admin/archive?part=files'],
  ['calendars', () => '/desk/admin/calendars'],
  ['packs', () => '/desk/admin/packs'],
  ['letters', () => '/desk/admin/letters?letter=reply_upheld'],
  ['bus', () => '/desk/admin/bus'],
  ['break-glass', () => '/desk/break-glass'],
  ['drafts', () => '/desk/drafts'],
  ['complaint', ({ number }) => `/desk/complaints/${number}`],
  ['form', ({ order, number }) => `/desk/complaints/${number}/acts/hand_over/${order}`],
  ['look', ({ number }) => `/desk/complaints/${number}/look`],
  ['attachments', ({ number }) => `/desk/complaints/${number}/attachments`],
  ['paper', ({ order, number }) => `/desk/complaints/${number}/paper/${order}`],
  ['figures', () => '/desk/figures?by=channel'],
  ['overview', () => '/desk/figures/overview'],
  ['months', () => '/desk/figures/months'],
  ['behind', () => '/desk/figures/complaints?part=received'],
  ['settings', () => '/desk/settings'],
  ['track', () => '/desk/track'],
  ['nothing', () => '/desk/nothing'],
];

// A complaint of the demonstration whose order is not accepted yet.
export async function open(request) {
  const answer = await request.get('/routing/v1/orders?limit=1');
  const [order] = (await answer.json()).items;
  return { number: order.number, order: order.id };
}
