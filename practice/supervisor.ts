/**
 * The process that lives as long as a pair is up: it boots both laptops, boots them again when they reboot or
 * crash, keeps the way to their web shells, and does what is asked over its socket, one thing at a time.
 */
import { chmodSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import net from 'node:net'
import { removePairCgroups } from './cgroup.ts'
import { requestSchema, type Answer, type LaptopState, type Request } from './control.ts'
import { bootLaptop, clearAfter, pullPlug, shutDown, type LaptopProcess } from './laptop-process.ts'
import { hosts, type Host, type Pair } from './layout.ts'
import { makeLink, removeLink, setCable, type Link } from './link.ts'
import { PracticeError } from './practice-error.ts'
import { keepPristine, putBackPristine } from './pristine.ts'
import { listenOutside } from './relay.ts'
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
  private stopping = false
  /** The end of what is being done: changes wait for each other here. */
  private last: Promise<unknown> = Promise.resolve()

  private constructor(pair: Pair, link: Link) {
    this.pair = pair
    this.link = link
    for (const host of hosts) this.slots.set(host, { state: 'booting' })
  }

  static async start(pair: Pair): Promise<Supervisor> {
    await mkdir(pair.runFolder, { recursive: true, mode: 0o700 })
    const servers = await Promise.all(hosts.map(async (host) => await listenOutside(pair.laptops[host])))
    const supervisor = new Supervisor(pair, await makeLink(pair))
    supervisor.inTurn(async () => await supervisor.bootBoth()).catch(() => undefined)
    await supervisor.listen()
    log(`listening, ports ${servers.map((server) => JSON.stringify(server.address())).join(' ')}`)
    return supervisor
  }

  private async listen(): Promise<void> {
    await rm(this.pair.controlSocket, { force: true })
    const server = net.createServer((socket) => void this.serve(socket))
    await new Promise<void>((resolve) => server.listen(this.pair.controlSocket, resolve))
    chmodSync(this.pair.controlSocket, 0o600)
  }

  private async serve(socket: net.Socket): Promise<void> {
    socket.on('error', () => undefined)
    let text = ''
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      text += String(chunk)
      if (text.includes('\n')) break
    }
    const answer = await this.answer(text)
    socket.end(JSON.stringify(answer.body), () => answer.after?.())
  }

  private async answer(text: string): Promise<{ body: Answer; after?: () => void }> {
    let verb: Request['verb'] = 'status'
    try {
      const request = requestSchema.parse(JSON.parse(text))
      verb = request.verb
      log(`asked: ${JSON.stringify(request)}`)
      await this.perform(request)
      const body = this.describe()
      return { body, ...exitAfter(request.verb) }
    } catch (error) {
      log(String(error))
      const details = error instanceof PracticeError ? error.details : undefined
      const body: Answer = { ok: false, message: messageOf(error), ...(details === undefined ? {} : { details }) }
      return { body, ...exitAfter(verb) }
    }
  }

  private async perform(request: Request): Promise<void> {
    switch (request.verb) {
      case 'status':
        return
      case 'ready':
        return await this.inTurn(() => this.complainOfFailures())
      case 'cut':
        return await this.inTurn(async () => await this.setLink(request.host, 'cut'))
      case 'mend':
        return await this.inTurn(async () => await this.setLink(request.host, 'up'))
      case 'restart':
        return await this.inTurn(async () => await this.again(request.host, shutDown))
      case 'crash':
        return await this.inTurn(async () => await this.again(request.host, pullPlug))
      case 'keep':
        return await this.inTurn(async () => await this.onBoth(async (host) => await keepPristine(this.pair.laptops[host])))
      case 'reset':
        return await this.inTurn(async () => await this.reset())
      case 'stop':
        return await this.stop()
    }
  }

  /** Everything that changes something waits for what was asked before it. */
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

  /** A laptop that ended without being told to: booted again, unless somebody switched it off inside. */
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
      await this.turnOff(host, pullPlug)
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
    // A laptop that is just being booted is ended under whoever waits for it.
    await removePairCgroups(this.pair)
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

  private describe(): Answer {
    return { ok: true, supervisor: process.pid, laptops: { p17: this.describeLaptop('p17'), xps: this.describeLaptop('xps') } }
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

/** After "stop" this process ends in any case: who asked looks after what could not be removed. */
function exitAfter(verb: Request['verb']): { after?: () => void } {
  return verb === 'stop' ? { after: () => process.exit(0) } : {}
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}
