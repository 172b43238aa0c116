/**
 * Answers on a socket as snapd does, which cannot run in a container: paths, fields, states and refusals are those of
 * snapd's own `daemon` and `client` (2.57 to 2.67). Keeps what it is told; its store has what it is given.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'

export interface DoubleSnap {
  name: string
  id: string
  title?: string
  type: string
  base?: string
  version: string
  revision: string
  'tracking-channel'?: string
  publisher?: { 'display-name': string }
  confinement: string
  devmode: boolean
  jailmode: boolean
  status: string
  hold?: string
  'installed-size'?: number
}

interface End {
  snap: string
  plug?: string
  slot?: string
}

export interface DoubleConnection {
  plug: End
  slot: End
  interface: string
  manual?: boolean
}

export interface DoubleState {
  snaps: DoubleSnap[]
  established: DoubleConnection[]
  undesired: DoubleConnection[]
  aliases: Record<string, Record<string, { command: string; status: string; manual?: string; auto?: string }>>
  /** What can be installed, and which of it ends with an error of its own script. */
  store: { snap: DoubleSnap; failsWith?: string }[]
  /** What it was told to do: "POST /v2/snaps/hello {...}". */
  told: string[]
}

export const forever = '2318-01-01T00:00:00Z'

export function doubleSnap(name: string, more: Partial<DoubleSnap> = {}): DoubleSnap {
  return {
    ...{ name, id: `id-of-${name}`, type: 'app', version: '1.0', revision: '10', confinement: 'strict' },
    ...{ devmode: false, jailmode: false, status: 'active', 'tracking-channel': 'latest/stable' },
    ...more,
  }
}

export function doubleState(more: Partial<DoubleState> = {}): DoubleState {
  return { snaps: [], established: [], undesired: [], aliases: {}, store: [], told: [], ...more }
}

interface Change {
  err?: string
  /** How often it was asked about. */
  asked: number
}

const actionSchema = z.object({
  action: z.string(),
  ...{ revision: z.string().optional(), channel: z.string().optional(), classic: z.boolean().optional() },
  ...{ time: z.string().optional(), 'hold-level': z.string().optional() },
  ...{ snap: z.string().optional(), app: z.string().optional(), alias: z.string().optional() },
  plugs: z.array(z.object({ snap: z.string(), plug: z.string() })).default([]),
  slots: z.array(z.object({ snap: z.string(), slot: z.string() })).default([]),
})
type Action = z.infer<typeof actionSchema>

class Refusal extends Error {
  readonly status: number
  readonly kind: string
  constructor(status: number, kind: string, message: string) {
    super(message)
    this.status = status
    this.kind = kind
  }
}

/** `onChange`: after whatever it was told. */
export function serveSnapd(
  socketPath: string,
  state: DoubleState,
  onChange: () => void = () => undefined,
): Promise<Server> {
  const changes: Change[] = []
  const server = createServer((request, response) => {
    const answered = answer(request, response, state, changes).finally(() => {
      if (request.method === 'POST') onChange()
    })
    answered.catch((thrown: unknown) => {
      const { status, kind } = thrown instanceof Refusal ? thrown : { status: 500, kind: '' }
      const result = { message: String(thrown).replace(/^Error: /, ''), ...(kind === '' ? {} : { kind }) }
      send(response, status, { type: 'error', 'status-code': status, status: 'Error', result })
    })
  })
  return new Promise((resolve) => server.listen(socketPath, () => resolve(server)))
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  state: DoubleState,
  changes: Change[],
): Promise<void> {
  const { method = '', url = '' } = request
  if (method === 'GET') {
    sync(response, read(url, state, changes))
    return
  }
  let text = ''
  for await (const chunk of request) text += String(chunk)
  state.told.push(`${method} ${url} ${text}`)
  const action = actionSchema.parse(JSON.parse(text))
  const err = perform(url, action, state)
  changes.push({ asked: 0, ...(err === undefined ? {} : { err }) })
  const change = String(changes.length)
  send(response, 202, { type: 'async', 'status-code': 202, status: 'Accepted', result: null, change })
}

function read(url: string, state: DoubleState, changes: Change[]): unknown {
  const change = /^\/v2\/changes\/(\d+)$/.exec(url)?.[1]
  if (change !== undefined) return tellChange(change, changes)
  switch (url) {
    case '/v2/system-info':
      return {
        ...{ series: '16', version: '2.67', architecture: 'amd64', 'on-classic': true, confinement: 'strict' },
        'sandbox-features': { 'confinement-options': ['classic', 'devmode', 'strict'] },
      }
    case '/v2/snaps':
      return state.snaps
    case '/v2/connections?select=all':
      return {
        established: state.established,
        ...(state.undesired.length === 0 ? {} : { undesired: state.undesired }),
        ...{ plugs: [], slots: [] },
      }
    case '/v2/aliases':
      return state.aliases
    default:
      throw new Refusal(404, '', 'not found')
  }
}

/** Done when it is asked about for the second time. */
function tellChange(id: string, changes: Change[]): unknown {
  const change = changes[Number(id) - 1]
  if (change === undefined) throw new Refusal(404, '', `cannot find change with id "${id}"`)
  change.asked += 1
  const ready = change.asked > 1
  const status = ready ? (change.err === undefined ? 'Done' : 'Error') : 'Doing'
  const progress = { label: '', done: ready ? 4 : 1, total: 4 }
  const task = { id: '1', kind: 'task', summary: 'Do it', status, progress, 'spawn-time': '2026-11-01T00:00:00Z' }
  return { id, kind: 'change', summary: 'Do it', status, tasks: [task], ready, ...(change.err && { err: change.err }) }
}

/** Gives the error that its change ends with. */
function perform(url: string, action: Action, state: DoubleState): string | undefined {
  if (url === '/v2/interfaces') {
    connect(action, state)
    return undefined
  }
  if (url === '/v2/aliases') {
    const { snap = '', app = '', alias = '' } = action
    installedIn(state, snap)
    state.aliases[snap] = {
      ...state.aliases[snap],
      [alias]: { command: `${snap}.${app}`, status: 'manual', manual: app },
    }
    return undefined
  }
  const name = /^\/v2\/snaps\/([^/]+)$/.exec(url)?.[1]
  if (name === undefined) throw new Refusal(404, '', 'not found')
  if (action.action === 'install') return install(name, action, state)
  act(installedIn(state, name), action, state)
  return undefined
}

function install(name: string, { revision, channel, classic }: Action, state: DoubleState): string | undefined {
  if (state.snaps.some((one) => one.name === name))
    throw new Refusal(400, 'snap-already-installed', `snap "${name}" is already installed`)
  const offered = state.store.find(({ snap }) => snap.name === name)
  if (offered === undefined) throw new Refusal(404, 'snap-not-found', 'snap not found')
  if (revision !== undefined && channel !== undefined)
    throw new Refusal(404, 'snap-channel-not-available', `snap "${name}" is not available on ${channel}`)
  if (revision !== undefined && revision !== offered.snap.revision)
    throw new Refusal(404, 'snap-revision-not-available', `snap "${name}" has no revision ${revision}`)
  if (offered.snap.confinement === 'classic' && classic !== true)
    throw new Refusal(400, 'snap-needs-classic', `snap "${name}" requires classic confinement`)
  if (offered.failsWith !== undefined)
    return `cannot perform the following tasks:\n- Run configure hook of "${name}" snap (${offered.failsWith})`
  state.snaps.push({ ...offered.snap, 'tracking-channel': 'latest/stable' })
  return undefined
}

function act(snap: DoubleSnap, { action, channel, time, 'hold-level': level }: Action, state: DoubleState): void {
  switch (action) {
    case 'switch':
      if (channel !== undefined) snap['tracking-channel'] = channel
      return
    case 'hold':
      if (time === undefined || level === undefined) throw new Refusal(400, '', 'hold requires "time" and "hold-level"')
      snap.hold = time === 'forever' ? forever : time
      return
    case 'disable':
      snap.status = 'installed'
      return
    case 'remove':
      state.snaps = state.snaps.filter((one) => one !== snap)
      return
    default:
      throw new Refusal(400, '', `unknown action ${action}`)
  }
}

function connect({ action, plugs: [plug], slots: [slot] }: Action, state: DoubleState): void {
  if (plug === undefined || slot === undefined) throw new Refusal(400, '', 'at least one plug and slot is required')
  installedIn(state, plug.snap)
  const connection = { plug, slot: { ...slot, snap: slot.snap === '' ? 'snapd' : slot.snap }, interface: slot.slot }
  const isIt = (one: DoubleConnection) => one.plug.snap === plug.snap && one.plug.plug === plug.plug
  const before = state.established.find(isIt)
  if (action === 'connect') {
    state.undesired = state.undesired.filter((one) => !isIt(one))
    if (before === undefined) state.established.push({ ...connection, manual: true })
    return
  }
  if (before === undefined)
    throw new Refusal(400, '', `cannot disconnect ${plug.snap}:${plug.plug}, it is not connected`)
  state.established = state.established.filter((one) => one !== before)
  if (before.manual !== true) state.undesired.push({ ...connection, manual: true })
}

function installedIn(state: DoubleState, name: string): DoubleSnap {
  const snap = state.snaps.find((one) => one.name === name)
  if (snap === undefined) throw new Refusal(400, 'snap-not-installed', `snap "${name}" is not installed`)
  return snap
}

function sync(response: ServerResponse, result: unknown): void {
  send(response, 200, { type: 'sync', 'status-code': 200, status: 'OK', result })
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
