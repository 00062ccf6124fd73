// What every driver does: one JSON line per observation to stdout, answers by the line on stdin.
import { createInterface } from "node:readline";

const waiting = new Map();
let asked = 0;

createInterface({ input: process.stdin }).on("line", (line) => {
  const answer = JSON.parse(line);
  waiting.get(answer.id)?.(answer.value);
  waiting.delete(answer.id);
});

export function observe(event, more = {}) {
  process.stdout.write(JSON.stringify({ event, ...more }) + "\n");
}

/** The same for what a connection sees, which may go on seeing after the next one is there. */
export function observing(round) {
  return (event, more) => observe(event, { round, ...more });
}

/** Asks the test for something: the next credential, or what to do next. */
export function ask(what) {
  const id = ++asked;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    observe("ask", { what, id });
  });
}

/** Runs until the test says that it is over. */
export async function run(steps) {
  for (;;) {
    const step = await ask("step");
    if (step.do === "end") {
      process.exit(0);
    }
    try {
      await steps[step.do](step);
    } catch (error) {
      observe("failed", { step: step.do, error: String(error) });
    }
  }
}
