/** Histories of what is attached to folders and pipes: no list has it, nor their times, and it crosses all the same. */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import { shellOn } from '../../laptops-agents.ts'
import { same, type History } from '../../laptops-histories.ts'
import { homeOf } from '../../laptops-home.ts'

const attached = (host: Host) =>
  shellOn(
    host,
    'cd /home/alice/attached; find . | sort | xargs getfacl -p; find . -type d | sort | xargs getfattr -h -d',
  )

const noteOn = async (host: Host, folder: string) =>
  (await shellOn(host, `getfattr --only-values -n user.note /home/alice/attached/${folder}`)).trim()

const itself = (name: string) => `attached/${name} (the folder itself)`

const ofFolders: History = {
  title: 'brings what is attached to a folder, leaves what only the other laptop attached, and asks where both did',
  owns: ['attached'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice; mkdir -p attached/{note,gone,default,acl,ours,around,both,kept,rights}/in attached/quiet; mkfifo attached/pipe
          setfattr -n user.note -v before attached/gone attached/both attached/kept
          btrfs -q subvolume create attached/again; chown -R alice: attached`,
        ),
    },
    {
      from: 'p17',
      async work() {
        await shellOn(
          'p17',
          `cd /home/alice/attached; setfattr -n user.note -v p17 note both kept; chmod 750 rights; setfattr -x user.note gone; setfacl -d -m u:bin:rx default
          setfacl -m u:bin:rx acl; setfacl -m u:bin:r pipe; echo new > around/file; echo new > quiet/file; chown alice: */file
          btrfs -q subvolume delete again; btrfs -q subvolume create again; chown alice: again`,
        )
        await shellOn(
          'xps',
          'cd /home/alice/attached; for name in ours around both kept; do setfattr -n user.note -v xps $name; done; chmod 700 again; chmod 770 rights',
        )
      },
      answers: { 'home:attached/both/!': 'take', 'home:attached/kept/!': 'keep', 'home:attached/rights/!': 'take' },
      async claims({ chosen, left, differences, decisions, questions, coming }) {
        expect({ differences, decisions }).toEqual({ differences: [], decisions: [] })
        expect(chosen).toEqual(['attached/kept (the folder itself)'])
        expect(questions.map(({ title, versions }) => [title, versions?.map(({ what }) => what)])).toEqual([
          [
            'attached/both',
            ['alice:alice, mode 755, with an access list or attributes', expect.stringContaining('755')],
          ],
          ['attached/kept', expect.anything()],
          ['attached/rights', ['alice:alice, mode 750', 'alice:alice, mode 770']],
        ])
        expect(left).toEqual([
          { why: 'different on XPS 13, and nobody was asked', names: ['again', 'around', 'ours'].map(itself) },
        ])
        const folders = ['note', 'gone', 'default', 'acl', 'pipe'].map((name) => `attached/${name}`)
        expect([...coming].sort()).toEqual([...folders, 'attached/around/file', 'attached/quiet/file'].sort())
        expect(await shellOn('xps', 'cd /home/alice/attached; stat -c %a again rights')).toBe('700\n750\n')
        for (const name of ['ours', 'around', 'kept']) expect(await noteOn('xps', name)).toBe('xps')
        for (const name of ['note', 'both']) expect(await noteOn('xps', name)).toBe('p17')
        const shown = await attached('xps')
        expect(shown).toContain('default:user:bin:r-x')
        expect(shown).toMatch(/# file: \.\/acl\n(.*\n)*?user:bin:r-x/)
        expect(shown).toMatch(/# file: \.\/pipe\n(.*\n)*?user:bin:r--/)
        expect(shown).not.toMatch(/# file: gone\n/)
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect([...told.coming].sort()).toEqual(['again', 'around', 'kept', 'ours'].map((name) => `attached/${name}`))
        expect(await attached('p17')).toBe(await attached('xps'))
        expect(await homeOf('p17', [], './alice/attached')).toBe(await homeOf('xps', [], './alice/attached'))
      },
    },
  ],
}

const stamp = 'touch -d 2026-03-01T12:00:00Z'

const ofFiles: History = {
  title: 'asks about files that both changed, under the same size and time, or in what is attached to them alone',
  owns: ['alike'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice; mkdir alike; cd alike; echo base > stamped; echo base > other; echo base > rights; ${stamp} *; chown -R alice: .`,
        ),
    },
    {
      from: 'p17',
      async work() {
        await shellOn(
          'p17',
          `cd /home/alice/alike; echo p17! > stamped; echo p17! > other; ${stamp} stamped other; setfacl -m u:bin:r rights`,
        )
        await shellOn(
          'xps',
          `cd /home/alice/alike; echo xps! > stamped; echo xps! > other; ${stamp} stamped other; setfattr -n user.note -v xps rights`,
        )
      },
      answers: { 'home:alike/stamped': 'take', 'home:alike/other': 'keep', 'home:alike/rights': 'keep' },
      async claims({ decisions, chosen, differences }) {
        expect(decisions.map(({ id, kind }) => [id, kind]).sort()).toEqual([
          ['home:alike/other', 'both'],
          ['home:alike/rights', 'both'],
          ['home:alike/stamped', 'both'],
        ])
        expect({ chosen: [...chosen].sort(), differences }).toEqual({
          chosen: ['alike/other', 'alike/rights'],
          differences: [],
        })
        const look =
          'cd /home/alice/alike; cat stamped other; getfattr --only-values -n user.note rights; getfacl rights'
        expect(await shellOn('xps', look)).toMatch(/^p17!\nxps!\nxps# file/)
        expect(await shellOn('xps', look)).not.toContain('user:bin')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await homeOf('p17', [], './alice/alike')).toBe(await homeOf('xps', [], './alice/alike'))
      },
    },
  ],
}

export const historiesOfAttributes: readonly History[] = [ofFolders, ofFiles]
