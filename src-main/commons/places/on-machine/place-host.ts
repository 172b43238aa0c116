import type { AgentHost } from '../../capability/agent-capability.ts'

export type PlaceHost = Pick<AgentHost, 'stateFolder' | 'runFolder'>
