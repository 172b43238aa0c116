/** Accounts that have other numbers on the other laptop: what is theirs must not become somebody else's. */
import { expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import { pcSwitcher } from '../laptops-product.ts'
import { planHome, switchHome } from '../laptops-home.ts'
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
  expect(await blockers()).toEqual([])
  await pcSwitcher('p17', ['home', 'include', '/home/carol'])
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker).toMatchObject({
    title: 'Owners of files in /home have different numbers',
    text: expect.stringContaining('user carol (1500 and 1501), group carol (1500 and 1501)') as string,
  })
  expect(await shellOn('xps', 'ls /home/carol')).toBe('other\n')
  expect(blocker?.text).toContain(
    'user 1500 is mallory on XPS 13, so give mallory another number before carol gets it.',
  )
  expect(blocker?.text).not.toContain('usermod')
  await shellOn('xps', 'usermod -u 1600 mallory; groupmod -g 1600 mallory')
  await runQuoted('xps', (await blockers())[0]?.text)
  expect(await blockers()).toEqual([])
  expect(await shellOn('xps', 'stat -c %U:%G /home/carol/other')).toBe('carol:carol\n')
})

it('refuses owners that have no account there, and says how to make them', async () => {
  await shellOn('p17', 'groupadd -g 1510 band; useradd -m -u 1511 -g band drummer')
  await pcSwitcher('p17', ['home', 'include', '/home/drummer'])
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

it('refuses an ACL that names an account that is another one there, and says how to give it the same number', async () => {
  await shellOn(
    'p17',
    'useradd -u 1530 dave; cd /home/alice; echo d > for-dave; chown alice: for-dave; setfacl -m u:dave:r for-dave',
  )
  await shellOn('xps', 'useradd -u 1530 trudy; useradd -u 1531 dave')
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker?.title).toBe('Access lists in /home name accounts that differ on XPS 13')
  expect(blocker?.text).toContain('user dave is 1530 on P17 and 1531 on XPS 13: for-dave.')
  await shellOn('xps', 'usermod -u 1532 trudy')
  await runQuoted('xps', (await blockers())[0]?.text)
  const home = await planHome('p17')
  try {
    expect(home.preview.blockers).toEqual([])
    await home.run()
    expect((await home.verify()).item).toMatchObject({ differences: [] })
    expect(await shellOn('xps', 'getfacl -c --absolute-names /home/alice/for-dave')).toContain('user:dave:r--')
  } finally {
    await home.close()
  }
})

it('refuses an ACL that names an account that is not there, until it is out of the list or there is one', async () => {
  await shellOn(
    'p17',
    'groupadd -g 1540 readers; cd /home/alice; echo d > for-readers; chown alice: for-readers; setfacl -m g:readers:r for-readers',
  )
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker?.text).toContain('XPS 13 has no group readers (1540): for-readers.')
  await shellOn('p17', 'setfacl -x group:readers /home/alice/for-readers')
  expect(await blockers()).toEqual([])
  await shellOn('p17', 'setfacl -m g:readers:r /home/alice/for-readers')
  await runQuoted('xps', blocker?.text)
  expect(await blockers()).toEqual([])
})

it('gives nobody anything by an ACL that names somebody else there since the plan, and goes on when it is mended', async () => {
  await shellOn('p17', 'useradd -u 1550 frank; cd /home/alice; echo 1 > shared; chown alice: shared')
  await shellOn('xps', 'useradd -u 1550 oscar; useradd -u 1551 frank')
  const home = await planHome('p17')
  try {
    expect(home.preview.blockers).toEqual([])
    await shellOn('p17', 'setfacl -m u:frank:rw /home/alice/shared')
    await expect(home.run()).rejects.toMatchObject({
      code: 'plan-changed',
      hint: expect.stringContaining('user frank is 1550 on P17 and 1551 on XPS 13: shared.') as string,
    })
    expect(await shellOn('xps', 'ls -d /home/alice/shared || true')).toBe('')
    await shellOn('p17', 'setfacl -b /home/alice/shared')
    await home.run()
    expect((await home.verify()).item).toMatchObject({ differences: [] })
    await home.record()
  } finally {
    await home.close()
  }
})

it('refuses an owner in the containers of an account that has other numbers there, and carries those that are nobody’s', async () => {
  await shellOn(
    'p17',
    'cd /home/alice; mkdir -p volumes; for id in 100032 2999; do echo $id > volumes/$id; chown $id:$id volumes/$id; done; mknod volumes/gone c 0 0',
  )
  await shellOn('xps', "printf 'bob:100000:65536\\nalice:165536:65536\\n' > /etc/subuid; cp /etc/subuid /etc/subgid")
  const [blocker, ...others] = await blockers()
  expect(others).toEqual([])
  expect(blocker?.title).toBe('Owners in containers differ between the laptops')
  expect(blocker?.text).toContain("user 100032 is alice's on P17 and bob's on XPS 13")
  await runQuoted('xps', blocker?.text)
  await switchHome('p17')
  expect(await shellOn('xps', 'cd /home/alice/volumes; stat -c "%n %u:%g" *')).toBe(
    '100032 100032:100032\n2999 2999:2999\n',
  )
})

it('asks of the ACL of a file too that only the other laptop changed, and is to be as it is here', async () => {
  await shellOn(
    'p17',
    'useradd -u 1560 grace; cd /home/alice; echo 1 > both; chown alice: both; setfacl -m u:grace:r both',
  )
  await shellOn('xps', 'useradd -u 1560 grace')
  await switchHome('p17')
  await shellOn('xps', 'usermod -u 1561 grace; useradd -u 1560 heidi; echo 2 > /home/alice/both')
  const home = await planHome('p17')
  try {
    const ids = home.plan.decisions.map(({ id }) => id).filter((id) => id.includes('both'))
    expect(ids).toHaveLength(1)
    const taken = Object.fromEntries(ids.map((id) => [id, 'take']))
    await expect(home.run(taken)).rejects.toMatchObject({ code: 'plan-changed' })
    expect(await shellOn('xps', 'cat /home/alice/both')).toBe('2\n')
  } finally {
    await home.close()
  }
})
