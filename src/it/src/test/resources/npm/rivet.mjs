import { createClient } from "rivetkit/client";
import { ask, observe, observing, run } from "./driver.mjs";

let connection;
let client;

await run({
  connect({ endpoint, actor, key, encoding, round }) {
    const observe = observing(round);
    client = createClient({ endpoint, encoding, devtools: false });
    connection = client.getOrCreate(actor, key, { getParams: () => ask("query") }).connect();
    connection.onOpen(() => observe("open"));
    connection.onClose(() => observe("close"));
    connection.onError((error) =>
      observe("error", {
        group: error.group,
        code: error.code,
        message: error.message,
        metadata: error.metadata ?? null,
      }),
    );
    connection.onStatusChange((status) => observe("status", { status }));
  },
  async call({ method, args }) {
    try {
      observe("result", { result: await connection.action({ name: method, args }) });
    } catch (error) {
      observe("denied", { group: error.group, code: error.code });
    }
  },
  async stateless({ endpoint, actor, key, encoding, params, method, args }) {
    const handle = createClient({ endpoint, encoding, devtools: false }).getOrCreate(actor, key, {
      params,
    });
    try {
      observe("result", { result: await handle.action({ name: method, args }) });
    } catch (error) {
      observe("denied", { group: error.group, code: error.code });
    }
  },
  async close() {
    await client.dispose();
    observe("disposed");
  },
});
