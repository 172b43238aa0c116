/** What the source no longer gives once a switch is agreed to: much of its home, or what a file holds. */
import { beforeAll, expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, laptops, read, write } from '../laptops-alice.ts'
import { switchHome } from '../laptops-home.ts'
import { damageOnDisk } from '../laptops-damage.ts'

beforeAll(async () => {
  await switchHome('p17', { 'home:projects/dotfiles': 'take' })
})

it.each([
  ['most of a home', '[A-Za-z]*'],
  ['more than a tenth', 'Documents'],
])('empties nothing when %s is gone at once, as where a disk is not mounted', async (_much, names) => {
  const count = () => shellOn('xps', 'find /home/alice -type f ! -name planned.txt | wc -l')
  const before = await count()
  await shellOn('p17', write('Documents/planned.txt', names))
  const gone = switchHome(
    'p17',
    {},
    { planned: () => shellOn('p17', `mkdir /root/away; mv /home/alice/${names} /root/away`) },
  )
  await expect(gone).rejects.toMatchObject({
    code: 'plan-changed',
    message: 'More than a tenth of /home on P17 has disappeared since the plan was made.',
  })
  expect(await count()).toBe(before)
  await shellOn('p17', 'mv /root/away/* /home/alice; rmdir /root/away')
  await switchAgain()
  expect(await read('xps', 'Documents/planned.txt')).toBe(`${names}\n`)
})

/** What is kept by choice stays so. */
async function switchAgain(): Promise<void> {
  const { item } = await switchHome('p17')
  expect({ differences: item.differences, left: item.left ?? [] }).toEqual({ differences: [], left: [] })
}

it('goes on without a file that the disk can no longer read, names it, and brings it once it is whole again', async () => {
  await shellOn('p17', asAlice('yes worn | head -c 200K > Documents/worn.txt; echo x > Documents/sound.txt; sync'))
  const { item } = await switchHome(
    'p17',
    {},
    {
      planned: () => {
        damageOnDisk('home/alice/Documents/worn.txt')
        return Promise.resolve()
      },
    },
  )
  expect(item).toMatchObject({
    differences: [],
    left: [{ why: expect.stringContaining('damaged on P17') as string, names: ['Documents/worn.txt'] }],
  })
  expect(await read('xps', 'Documents/worn.txt')).toBe('ABSENT\n')
  expect(await read('xps', 'Documents/sound.txt')).toBe('x\n')
  await shellOn('p17', asAlice('rm Documents/worn.txt; echo whole > Documents/worn.txt'))
  await switchAgain()
  expect(await read('xps', 'Documents/worn.txt')).toBe('whole\n')
})

it('asks before more than a tenth of a small home goes, and keeps it when told to', async () => {
  await shellOn('p17', asAlice('mkdir Films; head -c 25M /dev/urandom > Films/film.mkv'))
  await switchAgain()
  await shellOn('p17', asAlice('rm -r Films'))
  const asked = await switchHome('p17', { 'home:Films/-': 'keep' })
  const vanished = asked.preview.questions.filter(({ id }) => id.endsWith('/-'))
  expect(vanished).toMatchObject([
    {
      id: 'home:Films/-',
      title: 'Films',
      choices: [{ id: 'keep' }, { id: 'take', meaning: 'remove' }, { id: 'keep-always' }],
    },
  ])
  expect(vanished[0]).not.toHaveProperty('safeDefault')
  expect(await shellOn('xps', 'stat -c %s /home/alice/Films/film.mkv')).toBe('26214400\n')
})

it('is refused while the home is a link, as nothing behind it would be copied', async () => {
  for (const host of laptops) {
    await shellOn(host, 'mv -T /home/alice /home/moved; ln -s moved /home/alice')
    try {
      await expect(switchHome('p17')).rejects.toMatchObject({
        code: 'invalid-configuration',
        message: '/home/alice, where the home folder of alice is, is a link to moved. Nothing behind a link is copied.',
      })
    } finally {
      await shellOn(host, 'rm /home/alice; mv -T /home/moved /home/alice')
    }
  }
  await switchAgain()
})
