import type { HomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'

const none = { count: 0, examples: [] }
const nothing = { sockets: none, devices: none, mounts: none, deep: none, immutable: none, unreadable: none }
/** Of a plan for two homes with files, folders and links alone. */
export const nothingStays: HomePlan['staying'] = { from: nothing, to: nothing }
