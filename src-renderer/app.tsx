import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Client } from './client/client.ts'
import { CrashBoundary } from './components/crash-boundary.tsx'
import { NotPairedPage } from './pages/not-paired/not-paired-page.tsx'
import { Wizard } from './pages/wizard/wizard.tsx'
import { useRoute } from './router/route.ts'
import { Shell } from './shell/shell.tsx'
import { Shortcuts } from './shell/shortcuts.tsx'
import { OutsideOfPage } from './standing/outside-of-page.tsx'
import { AppProvider, createAppObjects, useOverview } from './stores/app-context.tsx'

/** The whole interface, over the client that it is given. */
export function App({ client }: { readonly client: Client }) {
  const [app] = useState(() => createAppObjects(client))
  return (
    <CSPProvider disableStyleElements>
      <CrashBoundary>
        <AppProvider value={app}>
          <QueryClientProvider client={app.queries}>
            <OutsideOfPage />
            <Window />
            <Shortcuts />
          </QueryClientProvider>
        </AppProvider>
      </CrashBoundary>
    </CSPProvider>
  )
}

function Window() {
  const route = useRoute()
  const { value: known, look } = useOverview()
  useEffect(() => void look(true), [look])
  if (known?.pairing.kind === 'not-paired') return <NotPairedPage error={known.pairing.error} here={known.here} />
  return route.kind === 'wizard' ? <Wizard page={route.page} /> : <Shell {...route} />
}
