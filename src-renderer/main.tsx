import './configure-zod.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { chooseBinding } from './client/choose-binding.ts'
import { createClient } from './client/client.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App client={createClient(chooseBinding())} />)
