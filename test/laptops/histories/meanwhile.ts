/** Histories of what somebody does on either laptop while it is switched. */
import { expect } from 'vitest'
import { shellOn } from '../../laptops-agents.ts'
import { read, write } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'

const why = 'changed on XPS 13 during the switch'

const appearsOrGoes: History = {
  title: 'keeps what appears or goes on the other laptop after the plan was made, and says so',
  owns: ['Documents/brief.txt', 'Documents/just now.txt'],
  switches: [
    {
      from: 'p17',
      work: () => shellOn('p17', write('Documents/brief.txt', 'new on p17')),
      planned: () => shellOn('xps', write('Documents/just now.txt', 'new on xps')),
      copied: () => shellOn('xps', 'rm /home/alice/Documents/brief.txt'),
      async claims(told) {
        expect({ ...told, left: [] }).toMatchObject(same)
        expect(told.left.map(({ why, names }) => ({ why, names: [...names].sort() }))).toEqual([
          { why, names: ['Documents/brief.txt', 'Documents/just now.txt'] },
        ])
        expect(await read('xps', 'Documents/just now.txt')).toBe('new on xps\n')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', 'Documents/brief.txt')).toBe('ABSENT\n')
      },
    },
  ],
}

const changedInDeleted: History = {
  title: 'keeps a folder in which something was changed since the plan when it is gone on the laptop that is left',
  owns: ['replaced', 'deleted'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          ['replaced/inside/file', 'replaced/other', 'deleted/inside/file']
            .map((file) => write(file, 'first'))
            .join('; '),
        ),
    },
    {
      from: 'p17',
      work: () => shellOn('p17', 'cd /home/alice; rm -r replaced deleted; echo file > replaced'),
      planned: () =>
        shellOn('xps', 'cd /home/alice; echo own >> replaced/inside/file; echo own >> deleted/inside/file'),
      async claims({ chosen, left, differences }) {
        expect({ chosen, differences }).toEqual({ chosen: [], differences: [] })
        expect(left.find((one) => one.why === why)?.names).toEqual(
          expect.arrayContaining(['replaced', 'deleted/inside/file']),
        )
        expect(await read('xps', 'replaced/inside/file')).toBe('first\nown\n')
        expect(await read('xps', 'deleted/inside/file')).toBe('first\nown\n')
      },
    },
    {
      from: 'xps',
      answers: { 'home:replaced': 'take', 'home:deleted/inside/file': 'take' },
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', 'replaced/inside/file')).toBe('first\nown\n')
      },
    },
  ],
}

const unseenByTime: History = {
  title: 'keeps what was written after the plan under the same size and time, and says so',
  owns: ['Documents/plan.md'],
  switches: [
    {
      from: 'p17',
      copied: () =>
        shellOn(
          'xps',
          `t=$(stat -c %y /home/alice/Documents/plan.md); sed -i s/a/b/ /home/alice/Documents/plan.md; touch -d "$t" /home/alice/Documents/plan.md`,
        ),
      claims: (told) => expect(told).toMatchObject({ ...same, left: [{ why, names: ['Documents/plan.md'] }] }),
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', 'Documents/plan.md')).toBe(await read('xps', 'Documents/plan.md'))
      },
    },
  ],
}

const doneWhereItWasLeft: History = {
  title: 'asks on the way back about what was done on the laptop that is left to what stays otherwise there',
  owns: ['Documents/chosen.txt', 'Documents/late.txt'],
  switches: [
    {
      from: 'p17',
      work: () => shellOn('p17', `${write('Documents/chosen.txt', 'both')}; ${write('Documents/late.txt', 'both')}`),
    },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', `${write('Documents/chosen.txt', 'p17')}; ${write('Documents/late.txt', 'p17')}`)
        await shellOn('xps', write('Documents/chosen.txt', 'xps wrote this'))
      },
      // Neither was there when it was decided.
      async planned() {
        await shellOn('p17', write('Documents/chosen.txt', 'p17 afterwards'))
        await shellOn('xps', write('Documents/late.txt', 'xps meanwhile'))
      },
      answers: { 'home:Documents/chosen.txt': 'keep' },
      claims: (told) => expect(told).toMatchObject({ chosen: ['Documents/chosen.txt'], differences: [] }),
    },
    {
      from: 'xps',
      answers: { 'home:Documents/chosen.txt': 'take', 'home:Documents/late.txt': 'take' },
      async claims(told) {
        expect(told.questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
          ['home:Documents/chosen.txt', undefined],
          ['home:Documents/late.txt', undefined],
        ])
        expect(told).toMatchObject(same)
        expect(await read('p17', 'Documents/late.txt')).toBe('xps meanwhile\n')
      },
    },
  ],
}

const savedWhereItIsLeft: History = {
  title: 'brings with the next switch what was saved on the laptop that is left while it was compared',
  owns: ['saved'],
  switches: [
    {
      from: 'p17',
      work: () => shellOn('p17', `${write('saved/grown', 'one')}; ${write('saved/mapped', 'one')}`),
      copied: () =>
        shellOn(
          'p17',
          `cd /home/alice/saved; echo two >> grown; touch -r mapped /root/then-mapped
          printf TWO | dd of=mapped conv=notrunc status=none; touch -r /root/then-mapped mapped`,
        ),
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await read('xps', 'saved/grown')).toMatch(/^one\n/)
      },
    },
    {
      from: 'p17',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('xps', 'saved/grown')).toBe('one\ntwo\n')
        expect(await read('xps', 'saved/mapped')).toBe('TWO\n')
      },
    },
  ],
}

const newOnBothThenGone: History = {
  title: 'asks on the way back about what was new on both, and is gone on the laptop that is left since the plan',
  owns: ['new-on-both'],
  switches: [
    {
      from: 'p17',
      async work() {
        const make = `${write('new-on-both/file', 'the same')}; touch -d 2020-01-02 /home/alice/new-on-both/file /home/alice/new-on-both`
        await Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, make)))
      },
      planned: () => shellOn('p17', 'rm /home/alice/new-on-both/file'),
      async claims({ differences, left }) {
        expect(differences).toEqual([])
        expect(left).toEqual([{ why: 'different on XPS 13, and nobody was asked', names: ['new-on-both/file'] }])
        expect(await read('xps', 'new-on-both/file')).toBe('the same\n')
      },
    },
    {
      from: 'xps',
      answers: { 'home:new-on-both/file': 'take' },
      async claims(told) {
        expect(told.questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
          ['home:new-on-both/file', undefined],
        ])
        expect(told).toMatchObject(same)
        expect(await read('p17', 'new-on-both/file')).toBe('the same\n')
      },
    },
  ],
}

/** Maps the first page of a file, and writes a number into it fifty times a second: read(2) of a pipe, into the mapping (x86_64). */
const mapper = `open my $file, '+<', shift or die $!; my $at = syscall 9, 0, 4096, 3, 1, fileno $file, 0;
pipe my $out, my $in; for (my $n = 0; ; $n++) { syswrite $in, sprintf '%06d', $n; syscall 0, fileno $out, $at, 6;
select undef, undef, undef, 0.02 }`

const firstBytes = (host: 'p17' | 'xps') => shellOn(host, 'head -c 6 /home/alice/mapped/open')

const writtenThroughMapping: History = {
  title: 'brings with the next switch what a program wrote through a mapping all through this one',
  owns: ['mapped'],
  unlike: ['alice/mapped/open'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cat > /tmp/mapper <<'END'
${mapper}
END
          mkdir /home/alice/mapped; cd /home/alice/mapped; head -c 8192 /dev/zero > open; chown -R alice:alice .
          systemd-run --quiet --collect --unit=mapper -p User=alice perl /tmp/mapper "$PWD/open"`,
        ),
      async claims({ differences, left }) {
        expect({ differences, left }).toEqual({ differences: [], left: [] })
        expect(await firstBytes('xps')).toMatch(/^\d{6}$/)
        expect(await firstBytes('xps')).not.toBe(await firstBytes('p17'))
      },
    },
    {
      from: 'p17',
      work: () => shellOn('p17', 'systemctl stop mapper'),
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await firstBytes('p17')).toMatch(/^\d{6}$/)
        expect(await firstBytes('xps')).toBe(await firstBytes('p17'))
      },
    },
  ],
}

export const historiesOfMeanwhile: readonly History[] = [
  appearsOrGoes,
  changedInDeleted,
  unseenByTime,
  doneWhereItWasLeft,
  savedWhereItIsLeft,
  newOnBothThenGone,
  writtenThroughMapping,
]
