import { Scroller } from '../components/scroller.tsx'
import { useKeys } from '../components/use-keys.ts'
import { overviewPage } from '../pages/overview/page.tsx'
import { sortedPages, type PageDeclaration } from '../pages/page.ts'
import { goTo, pageHash, type ShellRoute } from '../router/route.ts'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { SwitchBanner } from './switch-banner.tsx'

interface ShellProps extends Omit<ShellRoute, 'kind'> {
  readonly pages: readonly PageDeclaration[]
}

/** The window for looking and for single acts; the wizard has its own. */
export function Shell({ page, item, rest = [], file, pages }: ShellProps) {
  useKeys((event) => {
    if (!event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return
    const wanted = sortedPages(pages).listed[Number(event.key) - 1]
    if (wanted === undefined) return
    event.preventDefault()
    goTo(pageHash(wanted.id))
  })
  const { id, component: Page } = pages.find((one) => one.id === page) ?? overviewPage
  return (
    <div className={styles['shell']}>
      <Sidebar page={id} item={item} pages={pages} />
      <main className={styles['main']}>
        <SwitchBanner page={id} />
        <Scroller className={styles['page']}>
          <Page item={item} rest={rest} file={file} />
        </Scroller>
      </main>
    </div>
  )
}
