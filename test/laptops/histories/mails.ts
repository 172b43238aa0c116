/** Histories of a Maildir: whatever each laptop did with a mail, it is there once, under one name. */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import { inFolder } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'

const mail = (number: number, state = ''): string => `17644000${number}.M${number}P7.p17${state}`

/** Names of what both have, then what each did. */
const equal = [
  ...[1, 5, 8].map((number) => `cur/${mail(number, ':2,')}`),
  ...[2, 3, 4].map((number) => `new/${mail(number)}`),
]
const move = (from: string, to: string): string => `mv '${from}' '${to}'`
const work: Readonly<Record<Host, readonly string[]>> = {
  p17: [
    move(`cur/${mail(1, ':2,')}`, `cur/${mail(1, ':2,S')}`),
    move(`new/${mail(2)}`, `cur/${mail(2, ':2,S')}`),
    move(`new/${mail(4)}`, `cur/${mail(4, ':2,S')}`),
    move(`cur/${mail(5, ':2,')}`, `cur/${mail(5, ':2,S')}`),
    `echo six > new/${mail(6)}`,
    `rm 'cur/${mail(8, ':2,')}'`,
  ],
  xps: [
    move(`cur/${mail(1, ':2,')}`, `cur/${mail(1, ':2,RS')}`),
    move(`new/${mail(3)}`, `cur/${mail(3, ':2,S')}`),
    move(`new/${mail(4)}`, `cur/${mail(4, ':2,R')}`),
    `rm 'cur/${mail(5, ':2,')}'`,
    `echo seven > new/${mail(7)}`,
    move(`cur/${mail(8, ':2,')}`, `cur/${mail(8, ':2,S')}`),
  ],
}
/** What one of them alone did comes or stays, unless something else is asked for. */
const ofXps = [
  ...[`cur/${mail(1, ':2,RS')}`, `cur/${mail(4, ':2,R')}`],
  ...[2, 3, 5, 8].map((number) => `cur/${mail(number, ':2,S')}`),
  ...[6, 7].map((number) => `new/${mail(number)}`),
].toSorted()
const ofP17 = [
  ...[1, 2, 4, 5].map((number) => `cur/${mail(number, ':2,S')}`),
  ...[3, 6].map((number) => `new/${mail(number)}`),
]
/** By what each question is called. */
const asked: readonly (readonly [string, string, string | undefined])[] = [
  [`cur/${mail(1, ':2,RS')}`, 'both', 'mail'],
  [`cur/${mail(3, ':2,S')}`, 'only-there', 'mail'],
  [`cur/${mail(8, ':2,S')}`, 'only-there', undefined],
  [`new/${mail(7)}`, 'only-there', undefined],
]

function historyOf(answer: 'keep' | 'take' | 'usual'): History {
  const folder = `Mail-${answer}`
  const inMaildir = (host: Host, scripts: readonly string[]): Promise<string> =>
    inFolder(host, folder, ['mkdir -p cur new tmp', ...scripts].join('\n'))
  const mailsOn = async (host: Host): Promise<readonly string[]> =>
    (await inMaildir(host, ['find cur new -type f | LC_ALL=C sort'])).trim().split('\n')
  const wanted = answer === 'take' ? ofP17 : ofXps
  const ids = asked.map(([name]) => `home:${folder}/${name}`)
  return {
    title: `has each mail once, where the answer is ${answer}`,
    owns: [folder],
    switches: [
      {
        from: 'p17',
        work: () =>
          inMaildir(
            'p17',
            equal.map((name) => `echo '${name}' > '${name}'`),
          ),
      },
      {
        from: 'p17',
        async work() {
          await inMaildir('p17', work.p17)
          await inMaildir('xps', work.xps)
        },
        answers: answer === 'usual' ? {} : Object.fromEntries(ids.map((id) => [id, answer])),
        async claims({ decisions }) {
          expect(decisions.map(({ id, kind, set }) => [id, kind, set])).toEqual(
            asked.map(([, ...told], index) => [ids[index], ...told]),
          )
          expect(await mailsOn('xps')).toEqual(wanted)
        },
      },
      {
        from: 'xps',
        async claims(told) {
          expect(told).toMatchObject({ ...same, decisions: [] })
          expect(await mailsOn('p17')).toEqual(wanted)
          expect(await mailsOn('xps')).toEqual(wanted)
        },
      },
    ],
  }
}

export const historiesOfMails: readonly History[] = [historyOf('usual'), historyOf('keep'), historyOf('take')]
