"""Hears the events of Huiyin from Python, and writes each as one line of JSON.

    pip install nats-py
    NATS_PASSWORD=... python hear.py --url nats://127.0.0.1:4222 --user integrator --durable my-system

A durable consumer remembers on the server how far you have come: run this again, and it goes on where it stopped. The server gives
an event again when it was not acknowledged in time: treat `ce-id` as the key, and a second one with the same id is nothing new.

Subjects are `complaint.v1.<event>.<unit path>`: filter by event with the third token, by a branch with the tail, as in
`complaint.v1.*.ho.b01.>`. What an event holds is described in shared/contracts/schemas. It holds no personal data and no narrative:
ask the API of intake for those, which records that you looked.
"""

import argparse
import asyncio
import json
import os
import sys

import nats
from nats.errors import TimeoutError as Nothing
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

STREAM = "EVENTS"


def arguments():
    flags = argparse.ArgumentParser(description="Hears the events of Huiyin.")
    flags.add_argument("--url", default="nats://127.0.0.1:4222")
    flags.add_argument("--user", help="the bus's user; the password comes from NATS_PASSWORD in the environment")
    flags.add_argument("--durable", required=True, help="your consumer's name on the server")
    flags.add_argument("--subject", default="complaint.v1.registered.>", help="what to hear")
    flags.add_argument("--since-now", action="store_true", help="leave out what was said before the consumer was made")
    flags.add_argument("--count", type=int, default=0, help="end after so many events; 0: never")
    return flags.parse_args()


async def hear(flags):
    bus = await nats.connect(flags.url, user=flags.user, password=os.environ.get("NATS_PASSWORD"))
    first = DeliverPolicy.NEW if flags.since_now else DeliverPolicy.ALL
    # Explicit acknowledgement: an event that this program took and did not finish comes again.
    config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, deliver_policy=first, ack_wait=30)
    events = await bus.jetstream().pull_subscribe(flags.subject, durable=flags.durable, stream=STREAM, config=config)
    print(f"hearing {flags.subject} as {flags.durable}", file=sys.stderr, flush=True)
    heard = 0
    while flags.count == 0 or heard < flags.count:
        try:
            batch = await events.fetch(batch=min(100, flags.count - heard) if flags.count else 100, timeout=5)
        except Nothing:
            continue
        for event in batch:
            line = {"subject": event.subject, "headers": dict(event.headers), "payload": json.loads(event.data)}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            await event.ack_sync()
            heard += 1
    await bus.close()


if __name__ == "__main__":
    try:
        asyncio.run(hear(arguments()))
    except KeyboardInterrupt:
        pass
