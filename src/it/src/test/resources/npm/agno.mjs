// No client of Agno's is on npm: this says what its web client says, over Node's own WebSocket.
import { observing, run } from "./driver.mjs";

let socket;

await run({
  connect({ url, round }) {
    const observe = observing(round);
    socket = new WebSocket(url);
    socket.onopen = () => observe("open");
    socket.onclose = (event) => observe("close", { code: event.code, reason: event.reason });
    socket.onmessage = (event) => {
      if (event.data.startsWith("{")) {
        const { event: kind, ...more } = JSON.parse(event.data);
        observe(kind, more);
      } else {
        observe("message", { text: event.data });
      }
    };
  },
  say({ text }) {
    socket.send(text);
  },
});
