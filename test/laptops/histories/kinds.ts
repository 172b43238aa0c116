/** Histories of what a name stands for: files, folders, links and programs, and names that are one file. */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import { shellOn } from '../../laptops-agents.ts'
import { asAlice, read, write } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'
import { homeOf } from '../../laptops-home.ts'

const otherKinds: History = {
  title: 'follows when files become folders, links or programs, and the other way round',
  owns: ['kinds'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice; mkdir kinds; cd kinds
      echo f > file-to-folder; mkdir -p folder-to-file/x; echo f > folder-to-file/x/y; mkdir folder-to-link; echo f > folder-to-link/f
      ln -s /etc link-to-folder; ln -s x link-to-file; mkfifo pipe-to-file; echo f > file-to-pipe; echo f > name; echo f > plain-to-set-id
      cp /bin/true set-id-to-plain; cp /bin/true capable; cp /bin/true capable-no-more; echo l > one; ln one two; echo a > apart-1; cp -p apart-1 apart-2
      mkdir with-key; echo x > with-key/f; btrfs --quiet subvolume create subvolume; echo s > subvolume/f; mkdir to-subvolume; echo s > to-subvolume/f
      mkdir -p $'bytes \\xff/deep/er'; echo b > $'bytes \\xff/deep/er/f'; mkdir -p .cached-app/sub; echo c > .cached-app/sub/f
      chown -hR alice:alice .; chmod 6755 set-id-to-plain; setcap cap_net_raw+ep capable-no-more`,
        ),
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await homeOf('xps', [], './alice/kinds')).toBe(await homeOf('p17', [], './alice/kinds'))
      },
    },
    {
      from: 'xps',
      work: () =>
        shellOn(
          'xps',
          `cd /home/alice/kinds
      rm file-to-folder; mkdir file-to-folder; echo n > file-to-folder/n; rm -r folder-to-file; echo n > folder-to-file; rm -r folder-to-link; ln -s /etc folder-to-link
      rm link-to-folder; mkdir link-to-folder; echo n > link-to-folder/passwd; rm link-to-file; echo n > link-to-file; rm pipe-to-file; echo n > pipe-to-file
      rm file-to-pipe; mkfifo file-to-pipe; mv name $'name \\xfe'; chmod 4755 plain-to-set-id; chmod 755 set-id-to-plain; setcap cap_net_raw+ep capable
      setcap -r capable-no-more; cp -p two two.new; mv two.new two; ln -f apart-1 apart-2; rm -r $'bytes \\xff'; mv .cached-app NAME; mkdir Name
      rm -r subvolume to-subvolume; btrfs --quiet subvolume create to-subvolume; echo s2 > to-subvolume/f; chown -hR alice:alice .
      chmod 4755 plain-to-set-id; setcap cap_net_raw+ep capable`,
        ),
      async claims(told) {
        expect(told).toMatchObject({ ...same, decisions: [] })
        expect(await homeOf('p17', [], './alice/kinds')).toBe(await homeOf('xps', [], './alice/kinds'))
        expect(await shellOn('p17', 'cat /etc/passwd | head -1')).toContain('root:')
      },
    },
  ],
}

const linkNumbers = async (host: Host) => {
  const inodes = (await shellOn(host, 'cd /home/alice/Documents; stat -c %i k1 k2 k3 t1 t2 t3 u1 u2 u3'))
    .trim()
    .split('\n')
  return inodes.map((inode) => inodes.indexOf(inode))
}

const hardLinks: History = {
  title: 'makes names one file as they are on the laptop that is left, whichever of them comes',
  owns: ['k1', 'k2', 'k3', 't1', 't2', 't3', 'u1', 'u2', 'u3'].map((name) => `Documents/${name}`),
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          asAlice('cd Documents; echo k > k1; ln k1 k2; echo t > t1; ln t1 t2; ln t1 t3; echo u > u1; ln u1 u2'),
        ),
    },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', asAlice('cd Documents; ln k1 k3; ln u1 u3'))
        await shellOn('xps', asAlice('cd Documents; rm t2 u1; echo mine > t2; echo mine > u1'))
      },
      answers: { 'home:Documents/t2': 'take', 'home:Documents/u1': 'keep' },
      async claims({ questions, differences }) {
        expect(questions.map(({ id }) => id)).toContain('home:Documents/t2')
        expect(differences).toEqual([])
        expect(await read('xps', 'Documents/u1')).toBe('mine\n')
        expect(await linkNumbers('xps')).toEqual([0, 0, 0, 3, 3, 3, 6, 7, 7])
      },
    },
    {
      from: 'xps',
      work: () => shellOn('xps', asAlice('cd Documents; rm k1 k2 k3 t1 t2 t3 u1 u2 u3')),
      claims: ({ differences }) => expect(differences).toEqual([]),
    },
  ],
}

const linksAcrossSubvolumes: History = {
  title: 'brings hard links as files of their own where a subvolume of xps lies between them, and says so',
  owns: ['across'],
  unlike: ['./alice/across'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `${write('across/f', 'first')}; mkdir /home/alice/across/in; chown alice: /home/alice/across/in`,
        ),
    },
    {
      from: 'p17',
      async work() {
        await shellOn('xps', `cd /home/alice/across; rmdir in; btrfs -q subvolume create in; chown alice: in`)
        await shellOn('p17', 'cd /home/alice/across; ln f in/f; ln f in/g; echo second >> f')
      },
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(told.notes.join(' ')).toContain('across/in/f')
        expect(await read('xps', 'across/in/f')).toBe('first\nsecond\n')
      },
    },
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice/across; touch -r f /root/then; printf FIRST | dd of=f conv=notrunc status=none; touch -r /root/then f`,
        ),
      async claims(told) {
        expect(told).toMatchObject(same)
        for (const name of ['f', 'in/f', 'in/g']) expect(await read('xps', `across/${name}`)).toBe('FIRST\nsecond\n')
      },
    },
    {
      from: 'xps',
      work: () => shellOn('xps', 'echo third >> /home/alice/across/in/f'),
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await read('p17', 'across/in/f')).toBe('FIRST\nsecond\nthird\n')
      },
    },
    {
      from: 'p17',
      work: () => shellOn('p17', 'rm -r /home/alice/across'),
      claims: (told) => expect(told).toMatchObject(same),
    },
  ],
}

export const historiesOfKinds: readonly History[] = [otherKinds, hardLinks, linksAcrossSubvolumes]
