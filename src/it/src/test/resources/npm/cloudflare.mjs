import { AgentClient } from "agents/client";
import { ask, observe, observing, run } from "./driver.mjs";

let client;

function connect({ host, agent, name, round }) {
  const observe = observing(round);
  const mine = (client = new AgentClient({
    host,
    agent,
    name,
    minReconnectionDelay: 50,
    connectionTimeout: 60000,
    query: async () => await ask("query"),
    onConnectionError: (error) => observe("terminal", { code: error.code, reason: error.reason }),
    onIdentity: (instance, of) => observe("identity", { name: instance, agent: of }),
  }));
  client.addEventListener("open", () => observe("open"));
  client.addEventListener("close", (event) => {
    observe("close", {
      code: event.code,
      reason: event.reason,
      comesBack: mine.shouldReconnect,
    });
  });
  client.addEventListener("message", (event) => {
    if (typeof event.data === "string" && !event.data.startsWith("{")) {
      observe("message", { text: event.data });
    }
  });
}

await run({
  connect,
  async call({ method, args }) {
    observe("result", { result: await client.call(method, args) });
  },
  say({ text }) {
    client.send(text);
  },
  close() {
    client.close();
  },
});
