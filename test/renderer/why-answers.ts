/** Why something is, or is not, on the other laptop, as `createWhy` answers (test/unit/app/why.test.ts). */
import { calls } from '../../src-main/contract/calls.ts'
import type { WhyAnswer, WhyAnswers } from '../../src-main/contract/why-calls.ts'
import { packageOptions } from '../../src-main/contract/package-rule-words.ts'
import { explanationLines } from '../../src-main/contract/home-words.ts'
import { packages } from './lists.ts'
import { recordedAnswer } from './recorded.ts'

const noRule = { own: undefined, pattern: undefined }
const docker = packages.packages.find(({ name }) => name === 'docker.io')
const rows: readonly (WhyAnswer & { readonly by: string; readonly words: readonly string[] })[] = [
  {
    ...{ by: 'home-sync', words: ['~/Downloads/films/one'], name: '/home/alice/Downloads/films/one' },
    title: '~/Downloads/films/one is not on XPS 13',
    lines: [...explanationLines({ ...recordedAnswer('homeExplain', 'a path'), path: 'It', exists: true }, false)],
    choice: {
      value: 'exclude',
      options: [
        { id: 'include', label: 'Copy' },
        { id: 'exclude', label: "Don't copy" },
      ],
    },
    place: { label: 'Show in Home', page: 'home' },
  },
  {
    ...{ by: 'etc-tracking', words: ['/etc/hosts'], name: '/hosts', title: '/etc/hosts is on both laptops' },
    lines: ['No rule names it. It stays as it is on both laptops until you decide.'],
    choice: {
      options: [
        { id: 'always', label: 'Always copy' },
        { id: 'never', label: 'Never copy' },
      ],
    },
    place: { label: 'Show in /etc', page: 'etc' },
  },
  {
    ...{ by: 'etc-tracking', words: ['/etc/machine-id'], name: '/machine-id' },
    title: '/etc/machine-id is on both laptops',
    lines: ['It is never copied.', 'It is the name or identity of this laptop.'],
    place: { label: 'Show in /etc', page: 'etc' },
  },
  {
    ...{ by: 'packages', words: ['docker', 'docker.io'], name: 'docker.io:amd64', title: 'docker.io is not on XPS 13' },
    lines: ['By the rule docker.io: always on both.'],
    choice: { value: 'both', options: [...((docker && packageOptions(docker, noRule)) ?? [])] },
    place: { label: 'Show in Programs', page: 'packages', item: 'docker.io:amd64' },
  },
  {
    ...{ by: 'machines', words: ['win', 'win11'], name: 'win11', title: 'win11: the same on both' },
    lines: ['P17: off, 41 GB. XPS 13: off, 41 GB.'],
    place: { label: 'Machines and containers', page: 'page', item: 'machines' },
  },
]

/** What was decided last counts. */
export function whyAnswers() {
  const chosen = new Map<string, string>()
  const answer = (asked: string): WhyAnswers => ({
    answers: rows
      .filter(({ words }) => words.includes(asked))
      .map(({ words: _, ...row }) => {
        const value = chosen.get(row.name) ?? row.choice?.value
        return row.choice === undefined || value === undefined ? row : { ...row, choice: { ...row.choice, value } }
      }),
    more: asked === 'docker' ? 12 : 0,
    searched: ['your home folder', '/etc', 'programs', 'machines and containers'],
    notSearched: [],
  })
  return {
    'why.ask': (input: unknown) => answer(calls.whyAsk.input.parse(input).asked),
    'why.decide': (input: unknown) => {
      const { asked, name, choice } = calls.whyDecide.input.parse(input)
      chosen.set(name, choice)
      return answer(asked)
    },
  }
}
