/** Histories of files that make one thing: a guest, and databases of which a part appears only after the plan. */
import { expect } from 'vitest'
import { shellOn } from '../../laptops-agents.ts'
import { read, write } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'

const qemu = '.config/libvirt/qemu'
const disk = 'Machines/win.disk'
const definition = `<domain type="qemu"><name>win</name><devices><disk type="file" device="disk"><source file="/home/alice/${disk}"/></disk></devices></domain>`
const savedGuest: History = {
  title: 'keeps saved memory of a guest from meeting the disk of the other laptop',
  owns: [disk, `${qemu}/win.xml`, `${qemu}/save`],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `${write(disk, 'equal')}; ${write(`${qemu}/win.xml`, definition)}; chown -R alice: /home/alice/.config`,
        ),
    },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', `echo p17 >> /home/alice/${disk}; ${write(`${qemu}/save/win.save`, 'memory')}`)
        await shellOn('xps', `echo xps >> /home/alice/${disk}`)
      },
      answers: { [`home:${disk}`]: 'keep' },
      async claims({ decisions, questions }) {
        expect(decisions).toMatchObject([{ kind: 'both', set: 'guest', subject: 'Virtual machine win' }])
        expect(questions[0]).not.toHaveProperty('safeDefault')
        expect(await read('xps', disk)).toBe('equal\nxps\n')
        expect(await read('xps', `${qemu}/save/win.save`)).toBe('ABSENT\n')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', disk)).toBe('equal\nxps\n')
        expect(await read('p17', `${qemu}/save/win.save`)).toBe('ABSENT\n')
      },
    },
  ],
}

/** What the first bytes of a database of SQLite are. */
const database = (path: string, text: string): string =>
  `${write(path, '')}; printf 'SQLite format 3\\0${text}' > '/home/alice/${path}'`
const tail = async (host: 'p17' | 'xps', path: string): Promise<string> =>
  (await read(host, path)).replace(/^.*\0/s, '')

const late = 'Library/late.db'
const logThere: History = {
  title: 'keeps a database as a whole of which the log appears on the other laptop after the plan',
  owns: ['Library'],
  switches: [
    { from: 'p17', work: () => shellOn('p17', database(late, 'equal')) },
    {
      from: 'p17',
      work: () => shellOn('p17', database(late, 'p17')),
      planned: () => shellOn('xps', write(`${late}-wal`, 'xps')),
      async claims({ left }) {
        const names = left.flatMap((one) => one.names)
        expect(names.toSorted()).toEqual([late, `${late}-wal`])
        expect(await tail('xps', late)).toBe('equal')
        expect(await read('xps', `${late}-wal`)).toBe('xps\n')
      },
    },
    { from: 'xps', answers: { [`home:${late}`]: 'take' } },
  ],
}

const kept = 'Catalogue/kept.db'
const logHere: History = {
  title: 'brings no log, which appears after the plan, beside a database that was decided to stay',
  owns: ['Catalogue'],
  switches: [
    { from: 'p17', work: () => shellOn('p17', database(kept, 'equal')) },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', database(kept, 'changed on p17'))
        await shellOn('xps', database(kept, 'changed by xps'))
      },
      answers: { [`home:${kept}`]: 'keep' },
      planned: () => shellOn('p17', write(`${kept}-wal`, 'p17')),
      async claims() {
        expect(await tail('xps', kept)).toBe('changed by xps')
        expect(await read('xps', `${kept}-wal`)).toBe('ABSENT\n')
      },
    },
    {
      // What p17 wrote after it was decided counts as its own.
      from: 'xps',
      answers: { [`home:${kept}`]: 'take' },
      async claims() {
        expect(await tail('p17', kept)).toBe('changed by xps')
        expect(await read('p17', `${kept}-wal`)).toBe('ABSENT\n')
      },
    },
  ],
}

export const historiesOfFileSets: readonly History[] = [savedGuest, logThere, logHere]
