// The organisation's OpenID Connect provider of the journeys: oidc-provider, certified by the OpenID Foundation, with a plain page of sign-in. It
// demands PKCE, keeps its own session, and says who answers (RFC 9207).
//   node support/provider.js PORT DESK SECRET
import { createServer } from 'node:http';

import Provider from 'oidc-provider';

const [port, desk, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'huiyin',
      client_secret: secret,
      redirect_uris: [`${desk}/desk/sign-in/provider/back`],
      post_logout_redirect_uris: [`${desk}/desk/sign-in`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  cookies: { keys: [secret] },
  pkce: { methods: ['S256'], required: () => true },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      // The page asks with its own form; here the one answer is yes.
      logoutSource(context, form) {
        context.body = page('Sign out', `${form}<button id="out" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
      },
    },
  },
  findAccount: (context, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  // Staff consent to nothing: the desk is the organisation's own.
  async loadExistingGrant(context) {
    const { client, session } = context.oidc;
    const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});

const page = (title, body) => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;

const answer = provider.callback();

createServer(async (request, response) => {
  const uid = request.url.match(/^\/interaction\/([\w-]+)$/)?.[1];
  if (!uid) return answer(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page('Provider', '<form method="post"><label>Who <input name="login"></label><button>Go on</button></form>'));
    return undefined;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const accountId = new URLSearchParams(body).get('login');
  return provider.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
}).listen(Number(port), '127.0.0.1', () => console.log(`ready at ${issuer}`));
