/**
 * The process that lives as long as a pair is up: it boots both laptops, boots them again when they reboot or
 * crash, keeps the way to their web shells, and does what is asked over its socket, one thing at a time.
 */
import { mkdir } from 'node:fs/promises'
import { removePairPlaces } from './cgroup.ts'
import type { LaptopState, PairState, Request } from './control.ts'
import { bootLaptop, clearAfter, cutPower, endAtOnce, shutDown, type LaptopProcess } from './laptop-process.ts'
import { hosts, type Host, type Pair } from './layout.ts'
import { makeLink, removeLink, setCable, type Link } from './link.ts'
import { PracticeError } from './practice-error.ts'
import { keepPristine, putBackPristine } from './pristine.ts'
import { unmountElsewhere } from './other-namespaces.ts'
import { programStamp } from './program-file.ts'
import { listenOutside } from './relay.ts'
import { serveControl } from './serve-control.ts'
import { tearDown } from './tear-down.ts'

/** nspawn's exit code for a laptop that rebooted by itself, when its unit is kept (systemd-nspawn 252). */
const rebooted = 133

type Slot =
  | { readonly state: 'booting' | 'off' }
  | { readonly state: 'on'; readonly process: LaptopProcess }
  | { readonly state: 'failed'; readonly problem: string }

export class Supervisor {
  private readonly slots = new Map<Host, Slot>()
  private readonly cut = new Set<Host>()
  private readonly pair: Pair
  private readonly link: Link
  private readonly program: string
  private stopping = false
  /** Resolves when the current change has finished; the next one waits for it. */
  private last: Promise<unknown> = Promise.resolve()

  private constructor(pair: Pair, link: Link, program: string) {
    this.pair = pair
    this.link = link
    this.program = program
    for (const host of hosts) this.slots.set(host, { state: 'booting' })
  }

  static async start(pair: Pair): Promise<Supervisor> {
    await mkdir(pair.runFolder, { recursive: true, mode: 0o700 })
    const servers = await Promise.all(hosts.map(async (host) => await listenOutside(pair.laptops[host])))
    const supervisor = new Supervisor(pair, await makeLink(pair), await programStamp())
    supervisor.inTurn(async () => await supervisor.bootBoth()).catch(() => undefined)
    await serveControl(pair.controlSocket, supervisor, log)
    log(`listening, ports ${servers.map((server) => JSON.stringify(server.address())).join(' ')}`)
    return supervisor
  }

  async perform(request: Request): Promise<void> {
    if (request.verb === 'status') return
    if (request.verb === 'stop') await this.stop()
    else await this.inTurn(async () => await this.performInTurn(request))
  }

  private async performInTurn(request: Exclude<Request, { verb: 'status' | 'stop' }>): Promise<void> {
    switch (request.verb) {
      case 'ready':
        this.complainOfFailures()
        break
      case 'wake':
        await this.onBoth(async (host) => await this.wake(host))
        break
      case 'cut':
        await this.setLink(request.host, 'cut')
        break
      case 'mend':
        await this.setLink(request.host, 'up')
        break
      case 'restart':
        await this.again(request.host, shutDown)
        break
      case 'crash':
        await this.crash(request.host)
        break
      case 'keep':
        await this.onBoth(async (host) => await keepPristine(this.pair.laptops[host]))
        break
      case 'reset':
        await this.reset()
        break
    }
  }

  /** Changes run one after the other, in the order of the requests. */
  private async inTurn(task: () => Promise<void> | void): Promise<void> {
    const turn = this.last.then(() => (this.stopping ? undefined : task()))
    this.last = turn.catch((error: unknown) => log(`failed: ${String(error)}`))
    await turn
  }

  private async onBoth(task: (host: Host) => Promise<void>): Promise<void> {
    await Promise.all(hosts.map(task))
  }

  private async bootBoth(): Promise<void> {
    await this.onBoth(async (host) => await this.boot(host))
  }

  private async boot(host: Host): Promise<void> {
    const started = performance.now()
    this.slots.set(host, { state: 'booting' })
    try {
      const process = await bootLaptop(this.pair, this.pair.laptops[host], this.link)
      if (this.cut.has(host)) await setCable(this.link, this.pair.laptops[host].machine, 'down')
      this.slots.set(host, { state: 'on', process })
      void process.ended.then(() => this.afterEnd(host, process))
      log(`${host} is on after ${Math.round(performance.now() - started)} ms`)
    } catch (error) {
      const details = error instanceof PracticeError ? (error.details ?? '') : ''
      this.slots.set(host, { state: 'failed', problem: `${messageOf(error)} ${details}`.trim() })
      throw error
    }
  }

  /** Boots a laptop again that ended unasked, unless it was switched off from inside. */
  private afterEnd(host: Host, ended: LaptopProcess): void {
    const slot = this.slots.get(host)
    if (slot?.state !== 'on' || slot.process !== ended) return
    const code = ended.nspawn.exitCode
    log(`${host} ended by itself with ${String(code)}`)
    this.slots.set(host, { state: code === rebooted ? 'booting' : 'off' })
    this.inTurn(async () => {
      if (this.slots.get(host)?.state === 'on') return
      await clearAfter(this.pair, this.pair.laptops[host])
      if (code === rebooted) await this.boot(host)
    }).catch(() => undefined)
  }

  private async wake(host: Host): Promise<void> {
    if (this.slots.get(host)?.state !== 'on') await this.again(host, endAtOnce)
  }

  private async crash(host: Host): Promise<void> {
    const place = { pair: this.pair, laptop: this.pair.laptops[host], link: this.link }
    await this.again(host, async (running) => await cutPower(running, place))
  }

  private async again(host: Host, end: (running: LaptopProcess) => Promise<void>): Promise<void> {
    await this.turnOff(host, end)
    await this.boot(host)
  }

  private async turnOff(host: Host, end: (running: LaptopProcess) => Promise<void>): Promise<void> {
    const slot = this.slots.get(host)
    this.slots.set(host, { state: 'off' })
    if (slot?.state === 'on') await end(slot.process)
    await clearAfter(this.pair, this.pair.laptops[host])
  }

  private async setLink(host: Host, state: 'up' | 'cut'): Promise<void> {
    if (state === 'cut') this.cut.add(host)
    else this.cut.delete(host)
    if (this.slots.get(host)?.state !== 'on') return
    await setCable(this.link, this.pair.laptops[host].machine, state === 'cut' ? 'down' : 'up')
  }

  private async reset(): Promise<void> {
    this.cut.clear()
    await this.onBoth(async (host) => {
      await this.turnOff(host, endAtOnce)
      // A copied mount keeps what is deleted next from ever going, and its room from coming back.
      await unmountElsewhere(this.pair.laptops[host].folder)
      await putBackPristine(this.pair.laptops[host])
      await this.boot(host)
    })
  }

  /** Ends both laptops in order and leaves nothing behind; the caller ends this process afterwards. */
  async stop(): Promise<void> {
    this.stopping = true
    await this.onBoth(async (host) => {
      const slot = this.slots.get(host)
      this.slots.set(host, { state: 'off' })
      if (slot?.state === 'on') await shutDown(slot.process)
    })
    // A laptop that is booting ends too, and its boot fails for the caller.
    await removePairPlaces(this.pair)
    await this.last
    await removeLink(this.link)
    await tearDown(this.pair)
    log('stopped')
  }

  private complainOfFailures(): void {
    for (const [host, slot] of this.slots) {
      if (slot.state === 'failed') throw new PracticeError(`${host} is not running.`, slot.problem)
    }
  }

  describe(): PairState {
    return {
      ok: true,
      supervisor: process.pid,
      program: this.program,
      laptops: { p17: this.describeLaptop('p17'), xps: this.describeLaptop('xps') },
    }
  }

  private describeLaptop(host: Host): LaptopState {
    const slot = this.slots.get(host) ?? { state: 'off' }
    return {
      state: slot.state,
      link: this.cut.has(host) ? 'cut' : 'up',
      ...(slot.state === 'on' ? { leader: slot.process.leader } : {}),
      ...(slot.state === 'failed' ? { problem: slot.problem } : {}),
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}
