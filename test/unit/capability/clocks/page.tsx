import { Heading } from '../../../../src-renderer/components/heading.tsx'
import type { PageDeclaration } from '../../../../src-renderer/pages/page.ts'
import { useOverview } from '../../../../src-renderer/stores/app-context.tsx'

/** A page with a drawing of its own, beside the one whose drawing it leaves to others. */
export const clockPage: PageDeclaration = {
  id: 'clock',
  room: 'travels',
  title: 'Clock',
  parts: [{ hash: '#/clock/hands', title: 'Hands of the clock' }],
  component: ClockPage,
}

function ClockPage({ item }: { readonly item: string | undefined }) {
  const { value: known } = useOverview()
  return <Heading title={`The ${item ?? 'clock'} of ${known?.here.laptop.label ?? 'this laptop'}`} />
}
