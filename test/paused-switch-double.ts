/**
 * A laptop whose switch to the other one was paused, without laptops: what its app has on disk, and two agents that answer
 * what Resume asks, the far one behind an SSH server. What is resumed begins, and runs until the test lets it fail.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import ssh2 from 'ssh2'
import { holdAwake, releaseAwake } from '../src-main/commons/laptop/verbs.ts'
import { lockLedger, openSwitch, readLedger, unlockLedger } from '../src-main/commons/ledger/verbs.ts'
import { knownHostsOf } from '../src-main/commons/transfers/known-hosts.ts'
import type { SwitchEvent } from '../src-main/contract/events.ts'
import { stepIds } from '../src-main/contract/step-ids.ts'
import type { ChecksPlan, CheckSide } from '../src-main/domains/checks/on-pair/check.ts'
import { silentLogger } from '../src-main/kernel/logger.ts'
import { answer, type Answer } from '../src-main/machine/machine.ts'
import { serveAgent } from '../src-main/machine/serve-agent.ts'
import { protocolVersion } from '../src-main/machine/wire.ts'
import { packagesPlan } from './renderer/plans.ts'
import { makeSshKeys } from './ssh-keys.ts'

const switchId = '20261120-080000-0001'
const at = '2026-11-20T08:00:00.000Z'
const person = { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }

export interface PausedSwitch {
  /** What was resumed fails. */
  fail(): void
  close(): Promise<void>
}

/** Below `home`: `state` is for /var/lib/pc-switcher, and `bin` has the sudo that leads to the near agent. */
export async function pauseSwitch(home: string): Promise<PausedSwitch> {
  let fail: () => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => (fail = () => reject(new Error('as the test wants it'))))
  failed.catch(() => undefined)
  const serve = (name: string, label: string) => (input: Readable, output: Writable) => {
    const process = { pid: 1, startTime: '1', bootId: 'boot' }
    const hello = { protocol: protocolVersion, version: '0.1.0', fingerprint: 'same', name, label, bootId: 'boot' }
    const folders = { stateFolder: '/nonexistent', appFolder: '/nonexistent', runFolder: '/nonexistent' }
    serveAgent(input, output, {
      hello: { ...hello, hostName: name, process, addresses: [] },
      answers: answersUntil(failed),
      host: { person, peer: 'other', ...folders, bootId: 'boot', logger: silentLogger },
    }).catch(() => undefined)
  }
  const sockets = new Set<Socket>()
  const near = createServer((socket) => {
    sockets.add(socket)
    serve('p17', 'P17')(socket, socket)
  })
  const socket = path.join(home, 'agent.sock')
  await new Promise<void>((resolve) => near.listen(socket, resolve))
  const keys = makeSshKeys()
  const clients = new Set<ssh2.Connection>()
  const far = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
    clients.add(client)
    client.on('error', () => undefined)
    client.on('authentication', (context) => context.accept())
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec()
        serve('xps', 'XPS 13')(channel, channel)
      })
    })
  })
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
  writeState(path.join(home, 'state/app'), { keys, port: (far.address() as AddressInfo).port })
  const bridge = `const s = require('net').connect(${JSON.stringify(socket)}); process.stdin.pipe(s); s.pipe(process.stdout)`
  mkdirSync(path.join(home, 'bin'), { recursive: true })
  writeFileSync(
    path.join(home, 'bin/sudo'),
    `#!/bin/sh\nexec ${process.execPath} -e "${bridge.replaceAll('"', "'")}"\n`,
    {
      mode: 0o755,
    },
  )
  return {
    fail,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      for (const client of clients) client.end()
      await new Promise((resolve) => near.close(resolve))
      await new Promise<void>((resolve) => void far.close(() => resolve()))
    },
  }
}

function answersUntil(failed: Promise<never>): readonly Answer[] {
  const done = () => Promise.resolve({})
  return [
    answer(readLedger, () => Promise.resolve({ holder: { kind: 'none' }, history: [], givenUp: [] })),
    answer(lockLedger, done),
    answer(unlockLedger, done),
    answer(holdAwake, done),
    answer(releaseAwake, done),
    answer(openSwitch, () => failed),
  ]
}

interface Reached {
  readonly keys: ReturnType<typeof makeSshKeys>
  readonly port: number
}

function writeState(folder: string, { keys, port }: Reached): void {
  mkdirSync(path.join(folder, 'journals'), { recursive: true })
  const peer = { name: 'xps', label: 'XPS 13', address: '127.0.0.1', port }
  writeFileSync(path.join(folder, 'pairing.json'), JSON.stringify({ version: 1, peer }))
  writeFileSync(path.join(folder, 'id_ed25519'), keys.private)
  writeFileSync(path.join(folder, 'known_hosts'), knownHostsOf([keys.public]))
  const events: readonly SwitchEvent[] = [
    { type: 'switch-started', at, switchId, plan: packagesPlan(), answers: {}, unanswered: [] },
    { type: 'switch-stopped', at, by: 'person' },
  ]
  const lines = [{ version: 1, switchId, plans: plansOfSteps() }, ...events]
  writeFileSync(
    path.join(folder, `journals/${switchId}.jsonl`),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  )
}

/** The smallest that the steps themselves can read. None of them is run. */
function plansOfSteps(): Readonly<Record<string, unknown>> {
  const side: CheckSide = {
    facts: {
      ...{ system: 'Debian', agentVersion: '0.1.0', bootId: 'boot', person },
      ...{ ofPerson: { groups: [], hasCrontab: false }, home: { kind: 'subvolume' }, power: { plugged: true } },
      fileSystems: [{ places: ['/'], fsType: 'btrfs', totalBytes: 1, freeBytes: 1 }],
    },
    ...{ timing: { offsetMs: 0, roundTripMs: 0 }, ledger: {}, doors: [] },
  }
  const checks: ChecksPlan = {
    ...{ at, from: side, to: side, startedBy: 'p17', scope: 'packages', power: 'anything' },
    holder: { kind: 'never-switched' },
  }
  const layout = { kind: 'hidden', place: '/' }
  return {
    [stepIds.checks]: checks,
    [stepIds.snapshots]: { from: layout, to: layout },
    [stepIds.systemState]: {},
    [stepIds.packages]: { turnedOff: true },
    [stepIds.localUnits]: { turnedOff: true, units: [], arriving: [], starting: [], ruled: [] },
  }
}
