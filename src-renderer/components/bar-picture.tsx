import { classNames } from './class-names.ts'
import styles from './bar-picture.module.css'
import { texts } from './texts.ts'

interface Bar {
  readonly key: string
  /** When, or of what. */
  readonly label: string
  /** Undefined where it is not known: nothing is drawn as if it were nothing. */
  readonly value: number | undefined
  /** "18.4 GB" */
  readonly text: string
}

interface BarPictureProps {
  readonly title: string
  /** What is seen in it, in a sentence. */
  readonly summary: string
  /** What a label and a value are, over the columns of the table. */
  readonly columns: readonly [label: string, value: string]
  readonly bars: readonly Bar[]
}

const width = 320
const height = 48
const gap = 3
const widest = 22
const least = 2

/** Amounts over time as a small picture, the earliest first; a table of the same for who cannot see it. */
export function BarPicture({ title, summary, columns, bars }: BarPictureProps) {
  const top = Math.max(1, ...bars.map(({ value }) => value ?? 0))
  const step = Math.min(widest + gap, width / Math.max(1, bars.length))
  return (
    <figure className={styles['figure']}>
      <figcaption>
        <span className={styles['title']}>{title}</span>
        <span className={styles['summary']}>{summary}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className={styles['picture']} aria-hidden>
        <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className={styles['ground']} />
        {bars.map(({ key, label, value, text }, index) => {
          const tall = value === undefined ? height / 4 : Math.max(least, (value / top) * (height - least))
          return (
            <rect
              key={key}
              x={index * step}
              y={height - tall}
              width={Math.max(1, step - gap)}
              height={tall}
              rx={Math.min(2, step / 4)}
              className={classNames(styles['bar'], value === undefined && styles['unknown'])}
            >
              <title>{texts.barText(label, text)}</title>
            </rect>
          )
        })}
      </svg>
      {/* A table cannot be made smaller than its words, so something around it is. */}
      <div className="visually-hidden">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map(({ key, label, text }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}
