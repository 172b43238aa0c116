/** Shows the interface in the state that the address names: "?state=wizard-etc#/switch/etc". */
import '../../src-renderer/configure-zod.ts'
import '../../src-renderer/styles/fonts.css'
import '../../src-renderer/styles/tokens.css'
import '../../src-renderer/styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from '../../src-renderer/app.tsx'
import { createClient } from '../../src-renderer/client/client.ts'
import { createMemoryBinding } from './memory-binding.ts'
import { worlds } from './worlds.ts'

const root = document.getElementById('root')
const name = new URLSearchParams(window.location.search).get('state') ?? 'behind'
const world = worlds[name]
if (root === null || world === undefined) throw new Error(`there is no state ${name}`)
createRoot(root).render(<App client={createClient(createMemoryBinding(world()))} />)
