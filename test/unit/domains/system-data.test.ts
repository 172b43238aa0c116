import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readSystemData } from '../../../src-main/domains/packages/told/on-machine/system-data.ts'
import { programsTold, systemDataTold } from '../../../src-main/domains/packages/told/on-pair/told.ts'
import { checkTold, createToldStep } from '../../../src-main/domains/packages/told/on-pair/told-step.ts'
import { listUnmanaged, type SystemData } from '../../../src-main/domains/packages/told/verbs.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { runOutside } from '../../run-outside.ts'
import { ownFolder } from '../../own-folder.ts'

let root: string

beforeEach(() => (root = ownFolder('system-data')))

const put = (files: Readonly<Record<string, string>>): void => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
    if (file.endsWith('/')) mkdirSync(path.join(root, file), { recursive: true })
    else writeFileSync(path.join(root, file), text)
  }
}
const found = () => readSystemData('alice', root)
const shown = () =>
  found().map(({ of, place, parts }) => [of, place, ...(parts ?? []).map(({ name }) => name)].join(' '))

describe('what a person has outside of home folders', () => {
  it('is nothing where a fresh package has just been installed', () => {
    put({
      'var/lib/postgresql/15/main/base/1/1259': '',
      'var/lib/postgresql/15/main/base/5/13410': '',
      'var/lib/postgresql/15/main/pg_tblspc/': '',
      'var/lib/mysql/mysql/user.frm': '',
      'var/lib/mysql/performance_schema/db.opt': '',
      'var/lib/mysql/sys/db.opt': '',
      'var/lib/mysql/#innodb_redo/#ib_redo0': '',
      'var/lib/mysql/ibdata1': '',
      'var/lib/redis/dump.rdb': 'REDIS0011',
      'var/lib/grafana/': '',
      'var/lib/machines/.#lock': '',
      'var/www/html/index.html': '<title>Apache2 Debian Default Page: It works</title>',
      'var/www/html/index.nginx-debian.html': 'Welcome to nginx!',
      'srv/ftp/': '',
      'srv/lost+found/': '',
      'root/.bashrc': '',
      'root/snap/x': '',
      'var/mail/alice': '',
      'var/mail/root': 'x',
      'var/spool/cron/crontabs/root': '# Edit this file\n\n',
      'etc/group': 'root:x:0:\nalice:x:1000:alice\naudio:x:29:bob\n',
      'usr/local/share/ca-certificates/': '',
      'var/lib/bluetooth/00:1A:7D:DA:71:13/settings': '',
      'var/lib/bluetooth/00:1A:7D:DA:71:13/11:22:33:44:55:66/info': '[General]\nName=Seen\n',
      'etc/cups/printers.conf': '<Printer Auto>\nDeviceURI implicitclass://Auto/\n</Printer>\n',
      'var/lib/samba/private/passdb.tdb': 'TDB file\n USER_bob\0',
    })
    expect(shown()).toEqual([])
  })

  it('is found with its size, or by the names of what the other laptop may lack', () => {
    put({
      'var/lib/postgresql/15/main/base/16384/2619': 'a'.repeat(10),
      'usr/bin/mariadb-dump': 'x',
      'var/lib/mysql/shop/db.opt': 'ab',
      'var/lib/redis/appendonlydir/a.aof': 'a'.repeat(300),
      'srv/films/one': 'abc',
      'var/www/html/index.html': '<h1>Mine</h1>',
      'root/backup.sh': '#!',
      'var/mail/alice': 'From',
      'var/spool/cron/crontabs/alice': '# made 2026\n@daily backup\n',
      'var/lib/systemd/linger/alice': '',
      'var/lib/systemd/linger/bob': '',
      'etc/group': 'docker:x:999:bob,alice\nalicex:x:1001:alicex\ndialout:x:20:alice\n',
      'etc/NetworkManager/system-connections/Home.nmconnection': 'psk=secret',
      'etc/wireguard/wg0.conf': 'PrivateKey=secret',
      'etc/openvpn/client/office.conf': '',
      'etc/cups/printers.conf': '<DefaultPrinter Office>\nDeviceURI ipp://office\n</DefaultPrinter>\n',
      'var/lib/bluetooth/00:1A:7D:DA:71:13/11:22:33:44:55:66/info':
        '[General]\nName=MX Keys\n[LongTermKey]\nKey=secret\n',
      'var/lib/samba/usershares/films': '',
      'var/lib/samba/private/passdb.tdb': 'TDB file\n USER_alice\0',
      'usr/local/share/ca-certificates/work.crt': 'cert',
      'usr/local/share/fonts/corporate/a.ttf': '',
    })
    expect(shown()).toEqual([
      'postgresql /var/lib/postgresql',
      'mariadb /var/lib/mysql',
      'service /var/lib/redis',
      'files /srv',
      'files /var/www',
      'files /root',
      'files /var/mail',
      'crontab /var/spool/cron/crontabs alice',
      'linger /var/lib/systemd/linger alice',
      'group /etc/group docker dialout',
      'network /etc/NetworkManager/system-connections Home',
      'wireguard /etc/wireguard wg0',
      'openvpn /etc/openvpn office',
      'printer /etc/cups/printers.conf Office',
      'bluetooth /var/lib/bluetooth MX Keys',
      'samba-share /var/lib/samba/usershares films',
      'samba-account /var/lib/samba/private/passdb.tdb alice',
      'certificate /usr/local/share/ca-certificates work.crt',
      'font /usr/local/share/fonts corporate',
    ])
    expect(
      found()
        .map(({ bytes }) => bytes)
        .slice(0, 5),
    ).toEqual([10, 2, 300, 3, 13])
    expect(JSON.stringify(found())).not.toContain('secret')
  })

  it('finds tables and tablespaces in the databases that each cluster has, and MySQL where it has no MariaDB', () => {
    put({ 'var/lib/postgresql/17/main/base/5/16385': '', 'var/lib/mysql/shop/a.ibd': '' })
    expect(shown()).toEqual(['postgresql /var/lib/postgresql', 'mysql /var/lib/mysql'])
    rmSync(path.join(root, 'var/lib/postgresql/17/main/base/5'), { recursive: true })
    expect(shown()).toEqual(['mysql /var/lib/mysql'])
    mkdirSync(path.join(root, 'var/lib/postgresql/17/main/pg_tblspc'))
    symlinkSync('/elsewhere', path.join(root, 'var/lib/postgresql/17/main/pg_tblspc/16400'))
    expect(shown()).toEqual(['postgresql /var/lib/postgresql', 'mysql /var/lib/mysql'])
  })

  it('is told behind a link, which is not followed, and without its size where there is much', () => {
    put({ 'elsewhere/a': 'abc', 'srv/many/0': '' })
    mkdirSync(path.join(root, 'var'))
    symlinkSync('../elsewhere', path.join(root, 'var/www'))
    for (let index = 1; index <= 2_000; index += 1) writeFileSync(path.join(root, `srv/many/${index}`), '')
    expect(found()).toEqual([
      { of: 'files', place: '/srv' },
      { of: 'files', place: '/var/www' },
    ])
  })

  it('has the same crontab where its comments alone differ', () => {
    const sumOf = (text: string) => {
      put({ 'var/spool/cron/crontabs/alice': text })
      return found()[0]?.parts?.[0]?.sum
    }
    const sum = sumOf('# installed on Monday\n@daily backup\n')
    expect(sumOf('# installed on Friday\n\n@daily backup\n')).toBe(sum)
    expect(sumOf('@weekly backup\n')).not.toBe(sum)
  })
})

async function pairWith(from: readonly SystemData[], to: readonly SystemData[]) {
  const laptop = async (name: string, data: readonly SystemData[]) =>
    (await memoryMachine(name, [answer(listUnmanaged, () => Promise.resolve({ programs: [], data: [...data] }))]))
      .machine
  return { from: await laptop('P17', from), to: await laptop('XPS', to) }
}

const database: SystemData = { of: 'postgresql', place: '/var/lib/postgresql', bytes: 7_000_000 }
const groups = (...names: readonly string[]): SystemData => ({
  ...{ of: 'group', place: '/etc/group' },
  parts: names.map((name) => ({ name })),
})

describe('a plan', () => {
  it('names data with its size and the commands that carry it, and of what can be compared what the other one lacks', async () => {
    const pair = await pairWith([database, groups('docker', 'audio')], [groups('audio', 'games')])
    const step = createToldStep(packagesDeclaration, systemDataTold)
    const preview = step.preview(await step.probe(pair, runOutside), pair)
    expect(preview).toMatchObject({
      summary: '2 places outside of home folders not copied',
      questions: [],
      blocks: [
        {
          title: 'Outside of home folders',
          changes: [
            {
              ...{ effect: 'cannot', name: '/var/lib/postgresql', kind: 'PostgreSQL', bytes: 7_000_000 },
              detail:
                'Before the switch: sudo -u postgres pg_dumpall > ~/postgresql.sql. After it, there: sudo -u postgres psql < ~/postgresql.sql',
            },
            { name: '/etc/group', detail: 'There: sudo usermod --append --groups docker "$USER"' },
          ],
        },
      ],
    })
  })

  it('keeps checksums of a crontab out of the plan', async () => {
    const crontab = (sum: string): SystemData => ({
      ...{ of: 'crontab', place: '/var/spool/cron/crontabs' },
      parts: [{ name: 'alice', sum }],
    })
    const pair = await pairWith([crontab('5e1f')], [crontab('07ab')])
    const plan = await createToldStep(packagesDeclaration, systemDataTold).probe(pair, runOutside)
    expect(plan.onlyHere).toMatchObject([{ of: 'crontab', parts: [{ name: 'alice' }] }])
    expect(JSON.stringify(plan)).not.toContain('5e1f')
  })

  it('asks each laptop once about programs and data together', async () => {
    let asked = 0
    const laptop = async (name: string) =>
      (
        await memoryMachine(name, [
          answer(listUnmanaged, () => {
            asked += 1
            return Promise.resolve({ programs: [], data: [] })
          }),
        ])
      ).machine
    const pair = { from: await laptop('P17'), to: await laptop('XPS') }
    await Promise.all([
      createToldStep(packagesDeclaration, programsTold).probe(pair, runOutside),
      createToldStep(packagesDeclaration, systemDataTold).probe(pair, runOutside),
    ])
    expect(asked).toBe(2)
  })

  it('says that both laptops have some where nobody compared it, and nothing of what both have alike', async () => {
    const pair = await pairWith([database, groups('audio')], [database, groups('audio')])
    const step = createToldStep(packagesDeclaration, systemDataTold)
    const plan = await step.probe(pair, runOutside)
    const [block] = step.preview(plan, pair).blocks
    expect(block).toMatchObject({
      count: 1,
      changes: [{ detail: expect.stringContaining('Both laptops have') as string }],
    })
    const { items } = await step.verify(pair, plan, {}, runOutside)
    expect(items).toMatchObject([
      { verdict: 'not-compared', notCompared: { why: 'left-out', names: ['/var/lib/postgresql'] } },
    ])
  })

  it('tells in a full check of data alone, not of what each laptop has for itself', async () => {
    const pair = await pairWith([database, groups('docker')], [{ ...database, place: '/var/lib/other' }])
    const both = await pairWith([database], [database])
    const check = async (one: typeof pair) =>
      (await checkTold(systemDataTold)(one, undefined, runOutside)).notCompared.items
    expect(await check(pair)).toEqual([
      { path: '/var/lib/postgresql', differsIn: ['missing'], onlyOn: 'P17' },
      { path: '/var/lib/other', differsIn: ['missing'], onlyOn: 'XPS' },
    ])
    expect(await check(both)).toEqual([{ path: '/var/lib/postgresql', differsIn: [] }])
  })
})
