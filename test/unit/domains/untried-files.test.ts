/** Files of apt's that are tried out: they stay only if apt can use them, whatever becomes of whoever tries them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { putBackAbandoned, untilTried } from '../../../src-main/domains/packages/on-machine/untried-files.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let key: string
let source: string
const record = () => path.join(folder, 'state', 'packages', 'untried.json')
const there = () => ({
  key: readFileSync(key, 'utf8'),
  mode: statSync(key).mode & 0o777,
  source: existsSync(source),
  record: existsSync(record()),
})
const asBefore = { key: 'old', mode: 0o640, source: false, record: false }
const tried = (tryThem: () => 'ready' | 'refused') =>
  untilTried(path.join(folder, 'state'), [key, source], () => {
    writeFileSync(key, 'new')
    writeFileSync(source, 'deb …')
    return Promise.resolve(tryThem())
  })

beforeEach(() => {
  folder = ownFolder('untried')
  key = path.join(folder, 'key.gpg')
  source = path.join(folder, 'source.list')
  writeFileSync(key, 'old', { mode: 0o640 })
})

it('stay where apt can use them', async () => {
  expect(await tried(() => 'ready')).toBe('ready')
  expect(there()).toEqual({ ...asBefore, key: 'new', source: true })
})

it('are put back where apt cannot, or asking it failed', async () => {
  expect(await tried(() => 'refused')).toBe('refused')
  expect(there()).toEqual(asBefore)
  const failing = tried(() => {
    throw new Error('no room')
  })
  await expect(failing).rejects.toThrow('no room')
  expect(there()).toEqual(asBefore)
})

it('are not tried where what stands there cannot be read, and nothing of it is deleted', async () => {
  symlinkSync(source, source)
  let isTried = false
  const refused = tried(() => {
    isTried = true
    return 'refused'
  })
  await expect(refused).rejects.toThrow('ELOOP')
  expect([isTried, readlinkSync(source), existsSync(record())]).toEqual([false, source, false])
})

/** What a process of this number wrote down before it changed the files. */
function leaveRecord(pid: number, startTime: string): void {
  mkdirSync(path.dirname(record()), { recursive: true })
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const files = [
    { file: key, before: Buffer.from('old').toString('base64') },
    { file: source, before: null },
  ]
  writeFileSync(record(), JSON.stringify({ version: 1, by: { pid, startTime, bootId }, files }))
  writeFileSync(key, 'new')
  writeFileSync(source, 'deb …')
}

it('are put back when whoever tried them was killed', () => {
  const { pid } = spawnSync('true')
  leaveRecord(pid, '1')
  putBackAbandoned(path.join(folder, 'state'))
  expect(there()).toEqual(asBefore)
})

it('are left alone while they are being tried', () => {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  leaveRecord(process.pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '')
  putBackAbandoned(path.join(folder, 'state'))
  expect(there()).toEqual({ key: 'new', mode: 0o640, source: true, record: true })
})

it('are not looked for where the record is garbage: it is set aside', () => {
  mkdirSync(path.dirname(record()), { recursive: true })
  writeFileSync(record(), 'garbage')
  putBackAbandoned(path.join(folder, 'state'))
  expect({ ...there(), files: execFileSync('ls', [path.dirname(record())], { encoding: 'utf8' }) }).toMatchObject({
    ...asBefore,
    files: expect.stringContaining('untried.json.') as string,
  })
})
