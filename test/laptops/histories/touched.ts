/** Histories of files that somebody touched without a change, and of contents that came under a time that was set back. */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import { shellOn } from '../../laptops-agents.ts'
import { same, type History } from '../../laptops-histories.ts'
import { homeOf } from '../../laptops-home.ts'

const names = Array.from({ length: 12 }, (_one, index) => `name${index}`)
const [first] = names
const stamp = 'touch -h -d "2025-03-03 03:03:03"'
const inFolder = 'cd /home/alice/touched'

/** Each moves the change time and nothing else. */
const touches = [
  'chmod 644 mode',
  'mv moved away; mv away moved',
  'ln linked link; rm link',
  'setfacl -m u:bin:r listed; setfacl -b listed',
  `chown alice: ${String(first)}`,
].join('; ')

const files = ['mode', 'moved', 'linked', 'listed', String(first)]

/** Large enough that its blocks tell, small enough that all of it is read. */
const make = `mkdir touched; ${inFolder}
  for name in ${files.join(' ')}; do head -c 300000 /dev/urandom > $name; done
  for name in ${names.slice(1).join(' ')}; do ln ${String(first)} $name; done
  ${stamp} *; chown -R alice: .`

const rewrite = (host: Host, text: string) =>
  shellOn(
    host,
    `${inFolder}; for name in ${files.join(' ')}; do printf '${text}' | dd of=$name bs=1 seek=200000 conv=notrunc status=none; done; ${stamp} *`,
  )

const timeSetBack: History = {
  title:
    'brings contents under a time that was set back to files that the other laptop only touched, and the same way back',
  owns: ['touched'],
  switches: [
    { from: 'p17', work: () => shellOn('p17', `cd /home/alice; ${make}`) },
    {
      from: 'p17',
      async work() {
        await shellOn('xps', `${inFolder}; ${touches}`)
        await rewrite('p17', 'tuesday')
      },
      claims: (told) => expectEqual(told, 'xps'),
    },
    {
      from: 'p17',
      async work() {
        await shellOn('xps', `${inFolder}; ${touches}`)
        await shellOn('p17', `${inFolder}; ${touches}`)
      },
      claims: (told) => expectEqual(told, 'xps'),
    },
    {
      from: 'p17',
      async work() {
        // The same again, in blocks of its own: it is read, and is the same.
        await shellOn(
          'xps',
          `${inFolder}; dd if=mode of=copy status=none; dd if=copy of=mode status=none; rm copy; ${stamp} mode`,
        )
      },
      planned: () => rewrite('p17', 'evening'),
      claims: (told) => expectEqual(told, 'xps'),
    },
    {
      from: 'xps',
      work: () => rewrite('xps', 'morning'),
      claims: (told) => expectEqual(told, 'p17'),
    },
  ],
}

async function expectEqual(told: Parameters<NonNullable<History['switches'][0]['claims']>>[0], host: Host) {
  const other = host === 'p17' ? 'xps' : 'p17'
  expect(told).toMatchObject({ ...same, decisions: [] })
  expect(await homeOf(host, [], './alice/touched')).toBe(await homeOf(other, [], './alice/touched'))
  expect(await shellOn(host, `${inFolder}; stat -c %h ${String(first)}`)).toBe(`${names.length}\n`)
}

export const historiesOfTouched: readonly History[] = [timeSetBack]
