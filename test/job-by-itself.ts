import type { JobContext } from '../src-main/commons/capability/agent-capability.ts'

/** For a job that nobody stops or waits for, and that has its turn at once. */
export const jobByItself: JobContext = {
  ...{ input: {}, signal: new AbortController().signal, report: () => undefined, hold: () => undefined },
  turn: () => Promise.resolve(new AbortController().signal),
}
