import type { Area } from '../capability/area.ts'

/** What every laptop has, and what a switch needs snapshots of. */
export const systemArea: Area & { readonly id: 'system' } = {
  id: 'system',
  name: 'system',
  title: 'System',
  folder: '/etc',
}
export const homeArea: Area & { readonly id: 'home' } = {
  id: 'home',
  name: 'home',
  title: 'Home files',
  folder: '/home',
}
