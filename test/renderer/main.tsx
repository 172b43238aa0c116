/**
 * Shows the interface in the state that the address names: "?state=wizard-etc#/switch/etc". With "?state=served" it is that
 * of whoever serves the page, over the product's own way to it.
 */
import '../../src-renderer/configure-zod.ts'
import '../../src-renderer/styles/fonts.css'
import '../../src-renderer/styles/tokens.css'
import '../../src-renderer/styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from '../../src-renderer/app.tsx'
import { createClient, type Binding } from '../../src-renderer/client/client.ts'
import { createHttpBinding } from '../../src-renderer/client/http-binding.ts'
import { openPageKey } from '../../src-renderer/client/page-key.ts'
import { createMemoryBinding } from './memory-binding.ts'
import { worlds } from './worlds.ts'

// A link leads to the page without a state first.
const readKey = openPageKey()
const root = document.getElementById('root')
const name = new URLSearchParams(window.location.search).get('state') ?? 'behind'
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App client={createClient(bindingOf(name))} />)

function bindingOf(state: string): Binding {
  if (state === 'served') return createHttpBinding(readKey)
  const world = worlds[state]
  if (world === undefined) throw new Error(`there is no state ${state}`)
  return createMemoryBinding(world())
}
