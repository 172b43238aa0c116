import { useState } from 'react'
import { BelowHeading } from '../components/heading.tsx'
import { Scroller } from '../components/scroller.tsx'
import { useKeys } from '../components/use-keys.ts'
import { overviewPage } from '../pages/overview/page.tsx'
import type { PageDeclaration } from '../pages/page.ts'
import { goTo, type ShellRoute } from '../router/route.ts'
import { RoomTabs } from './room-tabs.tsx'
import { footOf, hashOfPage, useRooms } from './rooms.ts'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { SwitchBanner } from './switch-banner.tsx'

interface ShellProps extends Omit<ShellRoute, 'kind'> {
  readonly pages: readonly PageDeclaration[]
}

/** The window for looking and for single acts; the wizard has its own. */
export function Shell({ page, item, rest = [], file, pages }: ShellProps) {
  const rooms = useRooms(pages)
  useKeys((event) => {
    if (!event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return
    const wanted = rooms[Number(event.key) - 1]
    if (wanted === undefined) return
    event.preventDefault()
    goTo(wanted.hash)
  })
  const [asked, setAsked] = useState('')
  const shown = pages.find((one) => one.id === page) ?? overviewPage
  const { id, component: Page } = shown
  const current = hashOfPage(shown, item)
  const room = rooms.find(({ tabs }) => tabs.some(({ hash }) => hash === current))
  const Search = room?.search
  const below = room && (
    <>
      {Search !== undefined && <Search asked={asked} onAsk={setAsked} />}
      <RoomTabs room={room} current={current} />
    </>
  )
  return (
    <div className={styles['shell']}>
      <Sidebar current={room?.hash ?? current} rooms={rooms} foot={footOf(pages)} />
      <main className={styles['main']}>
        <SwitchBanner page={id} />
        <Scroller className={styles['page']}>
          <BelowHeading value={below}>
            <Page item={item} rest={rest} file={file} />
          </BelowHeading>
        </Scroller>
      </main>
    </div>
  )
}
