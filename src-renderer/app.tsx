import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import type { Client } from './client/client.ts'
import { CrashBoundary } from './components/crash-boundary.tsx'
import { allPages } from './pages/all-pages.ts'
import { NotConnectedPage } from './pages/not-connected/not-connected-page.tsx'
import { NotPairedPage } from './pages/not-paired/not-paired-page.tsx'
import { PairingPage } from './pages/pairing/pairing-page.tsx'
import { Wizard } from './pages/wizard/wizard.tsx'
import { useRoute } from './router/route.ts'
import { Palette } from './shell/palette/palette.tsx'
import { Shell } from './shell/shell.tsx'
import { Shortcuts } from './shell/shortcuts.tsx'
import { OutsideOfPage } from './standing/outside-of-page.tsx'
import { AppProvider, createAppObjects, useOverview, useSwitchMirror } from './stores/app-context.tsx'
import { useKeepLooking } from './stores/use-keep-looking.ts'

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
            <Shortcuts pages={allPages} />
          </QueryClientProvider>
        </AppProvider>
      </CrashBoundary>
    </CSPProvider>
  )
}

/** What was known of an app that is away is not shown: it may be going on, or not. */
function Window() {
  const lost = useSwitchMirror((mirror) => mirror.lost)
  return lost === undefined ? <Pages /> : <NotConnectedPage {...lost} />
}

function Pages() {
  const route = useRoute()
  const { value: known, look } = useOverview()
  const isSetUp = known !== undefined && known.pairing.kind !== 'not-paired'
  useKeepLooking(look, isSetUp)
  // A laptop counts as paired before the other one is set up too.
  const [isPairing, setPairing] = useState(false)
  const error = known?.pairing.kind === 'not-paired' ? known.pairing.error : undefined
  // What cannot be read, or belongs to another account, is not set up over.
  if (known !== undefined && error !== undefined && error.code !== 'not-paired')
    return <NotPairedPage error={error} here={known.here} />
  if (known !== undefined && (isPairing || error !== undefined)) {
    const finish = (): void => {
      setPairing(false)
      void look(true)
    }
    return <PairingPage here={known.here} onHold={setPairing} onDone={finish} />
  }
  return (
    <>
      {route.kind === 'wizard' ? (
        <Wizard page={route.page} to={route.to} scope={route.scope} />
      ) : (
        <Shell {...route} pages={allPages} />
      )}
      <Palette pages={allPages} />
    </>
  )
}
