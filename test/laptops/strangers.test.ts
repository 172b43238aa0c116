/** Another local user of both laptops works against a switch of /home, in which root writes into their folders. */
import { expect, it } from 'vitest'
import type { VerificationItem } from '../../src-main/contract/switch-state.ts'
import { isLong } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { planHome } from '../laptops-home.ts'
import { pcSwitcher } from '../laptops-product.ts'
import { startSwapping, stopSwapping } from '../laptops-swapper.ts'

const both = ['p17', 'xps'] as const
const victim = '/home/alice/victim'

/** Whatever is swapped is a question: what both laptops have there is another thing at every instant. */
async function switchTakingAll(): Promise<VerificationItem> {
  const home = await planHome('p17')
  const answers = Object.fromEntries(home.preview.questions.map(({ id }) => [id, 'take']))
  try {
    await home.run(answers)
    const { item } = await home.verify(answers)
    if (item.verdict !== 'differs') await home.record(answers)
    return item
  } finally {
    await home.close()
  }
}

it('lets another user start nothing of root’s, and read nothing of what is kept or logged', async () => {
  await shellOn('xps', 'id bob >/dev/null 2>&1 || useradd -m -u 1700 bob')
  const asBob = async (line: string) =>
    (
      await shellOn(
        'xps',
        `runuser -u bob -- sh -c ${JSON.stringify(line)} </dev/null 2>&1 && echo ended 0 || echo "ended $?"`,
      )
    ).trim()
  for (const program of ['agent', 'door', 'set-up'])
    expect(await asBob(`sudo -n /usr/lib/pc-switcher/${program}`)).toMatch(/password is required\nended 1$/)
  expect(await asBob('sudo -n -l')).toMatch(/password is required\nended 1$/)
  for (const folder of ['/var/lib/pc-switcher/root', '/var/lib/pc-switcher/app', '/run/pc-switcher', '/run/user/1000'])
    expect(await asBob(`ls ${folder}`)).toMatch(/Permission denied\nended 2$/)
  expect(await asBob('cat /etc/sudoers.d/pc-switcher /etc/sudoers.d/zz-pc-switcher-person')).toMatch(
    /Permission denied/,
  )
  expect(await asBob('journalctl --no-pager -q 2>/dev/null | grep -c -i switcher')).toBe('0\nended 1')
  expect(await asBob('pc-switcher status --json')).toContain('not-paired')
})

it('writes nothing into another home while a folder is swapped with a link to it', async () => {
  const tries = isLong ? 50 : 2
  for (const host of both)
    await shellOn(
      host,
      'id bob >/dev/null 2>&1 || useradd -m -u 1700 bob; cd /home/bob; runuser -u bob -- mkdir d; runuser -u bob -- ln -s /home/alice/victim l',
    )
  await pcSwitcher('p17', ['home', 'include', '/home/bob'])
  await shellOn(
    'p17',
    `install -d -o alice -g alice ${victim}; for i in $(seq 20); do echo mine $i > ${victim}/f$i; done; chmod 0600 ${victim}/f*; chown alice: ${victim}/*; chmod 0755 /home/alice ${victim}`,
  )
  expect((await switchTakingAll()).differences).toEqual([])
  const outside = () =>
    shellOn('xps', `cd ${victim}; stat -c '%n %a %U:%G %y' . *; cat *; stat -c '%a %U:%G' /home/alice`)
  const before = await outside()
  let carriedThrough = 0
  for (const host of both) await startSwapping(host, '/home/bob')
  try {
    for (let count = 0; count < tries; count += 1) {
      // Through the link bob may write nothing: only what is in the folder is his.
      await shellOn(
        'p17',
        `cd /home/bob; for i in $(seq 20); do echo "bob ${count} $i" | runuser -u bob -- tee d/f$i l/f$i > /dev/null 2>&1 || true; done`,
      )
      const error = await switchTakingAll().catch((thrown: unknown) => thrown)
      if (error instanceof Error)
        expect(error).toMatchObject({ code: expect.stringMatching(/^(plan-changed|transfer-failed)$/) as string })
      else carriedThrough += 1
      expect(await outside()).toBe(before)
    }
  } finally {
    for (const host of both) expect(await stopSwapping(host)).toBeGreaterThan(100)
  }
  console.log(`${carriedThrough} of ${tries} switches were carried through meanwhile`)
  if (isLong) expect(carriedThrough).toBeGreaterThan(0)
  // What is nobody's but bob's came, or comes when he has stopped.
  expect((await switchTakingAll()).differences).toEqual([])
  expect(await outside()).toBe(before)
  // Where bob was quicker than a look, what he put there keeps a name that tells, beside it: it is his, in a folder of his.
  const ofHis = String.raw`-path '/home/bob/.pc-switcher-kept-*' -user bob`
  expect(await shellOn('xps', `find /home -name '.pc-switcher-*' -not '(' ${ofHis} ')'`)).toBe('')
  expect(await shellOn('xps', `find /home/alice -user bob`)).toBe('')
}, 600_000)
