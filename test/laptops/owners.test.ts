/** Accounts that have other numbers on the other laptop: what is theirs must not become somebody else's. */
import { expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import { planHome } from '../laptops-home.ts'
import type { Host } from '../../practice/layout.ts'

async function blockers() {
  const home = await planHome('p17')
  await home.close()
  return home.preview.blockers
}

/** What the text says is to be run, between its quotes. */
async function runQuoted(host: Host, text: string | undefined): Promise<void> {
  await shellOn(host, /"([^"]+)"/.exec(text ?? '')?.[1] ?? 'false')
}

it('refuses owners that have other numbers there, and says how to give them the same', async () => {
  await shellOn('p17', 'useradd -m -u 1500 carol; echo secret > /home/carol/diary; chown carol: /home/carol/diary')
  await shellOn(
    'xps',
    'useradd -u 1500 mallory; useradd -m -u 1501 carol; echo s > /home/carol/other; chown carol: /home/carol/other',
  )
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker).toMatchObject({
    title: 'Owners of files in /home have different numbers',
    text: expect.stringContaining('user carol (1500 and 1501), group carol (1500 and 1501)') as string,
  })
  expect(await shellOn('xps', 'ls /home/carol')).toBe('other\n')
  await shellOn('xps', 'usermod -u 1600 mallory; groupmod -g 1600 mallory')
  await runQuoted('xps', blocker?.text)
  expect(await blockers()).toEqual([])
  expect(await shellOn('xps', 'stat -c %U:%G /home/carol/other')).toBe('carol:carol\n')
})

it('refuses owners that have no account there, and says how to make them', async () => {
  await shellOn('p17', 'groupadd -g 1510 band; useradd -m -u 1511 -g band drummer')
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker?.title).toBe('XPS 13 lacks accounts that own files in /home')
  expect(blocker?.text).toContain('user drummer, group band')
  await runQuoted('xps', blocker?.text)
  expect(await blockers()).toEqual([])
})

it('refuses owners without an account that would be somebody there', async () => {
  await shellOn('p17', 'echo o > /home/alice/orphan; chown 1520:1521 /home/alice/orphan')
  expect(await blockers()).toEqual([])
  await shellOn('xps', 'groupadd -g 1521 others; useradd -u 1520 -g others eve')
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker?.title).toBe('Files in /home on P17 have owners without an account')
  expect(blocker?.text).toContain('user 1520 is eve there, group 1521 is others there')
  await shellOn('p17', 'chown alice: /home/alice/orphan')
  expect(await blockers()).toEqual([])
})

it('places nothing whose ACL names an account that is another one there', async () => {
  await shellOn(
    'p17',
    'useradd -u 1530 dave; cd /home/alice; echo d > for-dave; chown alice: for-dave; setfacl -m u:dave:r for-dave',
  )
  await shellOn('xps', 'useradd -u 1530 trudy; useradd -u 1531 dave')
  const home = await planHome('p17')
  try {
    expect(home.preview.blockers).toEqual([])
    await expect(home.run()).rejects.toMatchObject({
      code: 'transfer-failed',
      hint: expect.stringContaining('getfacl') as string,
      details: 'alice/for-dave',
    })
    expect(await shellOn('xps', 'ls /home/alice/for-dave 2>&1 || true')).toContain('No such file')
    await shellOn('xps', 'usermod -u 1532 trudy; usermod -u 1530 dave')
    await home.run()
    expect((await home.verify()).item).toMatchObject({ differences: [] })
    expect(await shellOn('xps', 'getfacl -c --absolute-names /home/alice/for-dave')).toContain('user:dave:r--')
  } finally {
    await home.close()
  }
})
