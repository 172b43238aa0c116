/** Another local user of both laptops works against a switch of /home, in which root writes into their folders. */
import { expect, it } from 'vitest'
import { isLong } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { switchHome } from '../laptops-home.ts'
import { startSwapping, stopSwapping } from '../laptops-swapper.ts'

const both = ['p17', 'xps'] as const
const victim = '/home/alice/victim'

it('writes nothing into another home while a folder is swapped with a link to it', async () => {
  const tries = isLong ? 20 : 2
  for (const host of both)
    await shellOn(
      host,
      'useradd -m -u 1700 bob; cd /home/bob; runuser -u bob -- mkdir d; runuser -u bob -- ln -s /home/alice/victim l',
    )
  await shellOn(
    'p17',
    `install -d -o alice -g alice ${victim}; for i in $(seq 20); do echo mine $i > ${victim}/f$i; done; chmod 0600 ${victim}/f*; chown alice: ${victim}/*; chmod 0755 /home/alice ${victim}`,
  )
  const first = await switchHome('p17')
  expect(first.item.differences).toEqual([])
  const outside = () =>
    shellOn('xps', `cd ${victim}; stat -c '%n %a %U:%G %y' . *; cat *; stat -c '%a %U:%G' /home/alice`)
  const before = await outside()
  for (const host of both) await startSwapping(host, '/home/bob')
  try {
    for (let count = 0; count < tries; count += 1) {
      // Through the link bob may write nothing: only what is in the folder is his.
      await shellOn(
        'p17',
        `cd /home/bob; for i in $(seq 20); do echo "bob ${count} $i" | runuser -u bob -- tee d/f$i l/f$i > /dev/null 2>&1 || true; done`,
      )
      const error = await switchHome('p17').catch((thrown: unknown) => thrown)
      if (error instanceof Error)
        expect(error).toMatchObject({ code: expect.stringMatching(/^(plan-changed|transfer-failed)$/) as string })
      expect(await outside()).toBe(before)
    }
  } finally {
    for (const host of both) expect(await stopSwapping(host)).toBeGreaterThan(100)
  }
  // What is nobody's but bob's came, or comes when he has stopped.
  const last = await switchHome('p17', { 'home:/home/bob': 'take' })
  expect(last.item.differences).toEqual([])
  expect(await outside()).toBe(before)
  expect(await shellOn('xps', 'find /home -name ".pc-switcher-*"')).toBe('')
  expect(await shellOn('xps', `find /home/alice -user bob`)).toBe('')
}, 600_000)
