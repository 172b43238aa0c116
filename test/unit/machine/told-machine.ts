/** Laptops of which a test only needs the names, or what they answer. */
import { wording } from '../../../src-main/app/wording.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import type { Pair } from '../../../src-main/switch/step.ts'

/** Answers each verb with what is given for its name. */
export const toldMachine = (name: string, label: string, answers: Readonly<Record<string, unknown>>): Machine => ({
  ...{ name, label, wording },
  call: (verb) => Promise.resolve(answers[verb.name] as never),
})

const silentMachine = (name: string, label: string): Machine => ({
  ...{ name, label, wording },
  call: () => Promise.reject(new Error('not asked')),
})

/** Whoever asks them anything fails. */
export const pair: Pair = { from: silentMachine('p17', 'P17'), to: silentMachine('xps', 'XPS 13') }
