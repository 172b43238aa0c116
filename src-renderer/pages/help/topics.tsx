import { helpTitle, type HelpTopic } from '../../../src-main/contract/help-words.ts'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import styles from './help-page.module.css'

/** How to do what people ask for, in steps. */
export function Topics({ topics }: { readonly topics: readonly HelpTopic[] }) {
  return (
    <section className={styles['group']}>
      <SectionTitle>{helpTitle}</SectionTitle>
      <Card>
        <dl>
          {topics.map(({ id, question, steps }) => (
            <div key={id} className={styles['trouble']}>
              <dt>{question}</dt>
              <dd>
                <ol className={styles['steps']}>
                  {steps.map((step) => (
                    <li key={step}>
                      <Marked text={step} />
                    </li>
                  ))}
                </ol>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </section>
  )
}

/** Text with `commands` and _names of the screen_ set apart, as in markdown. */
export function Marked({ text }: { readonly text: string }) {
  return text.split(/(`[^`]+`|\b_[^_]+_\b)/).map((part, index) => {
    if (index % 2 === 0) return part
    const inside = part.slice(1, -1)
    return part.startsWith('`') ? <code key={index}>{inside}</code> : <em key={index}>{inside}</em>
  })
}
