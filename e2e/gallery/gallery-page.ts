/** The page of the gallery: one row of pictures for each width, one column for each theme. Pure. */

export const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

interface Size {
  readonly width: number
  readonly height: number
}

export const windows: readonly Size[] = [
  { width: 400, height: 800 },
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
]

export const pictureOf = (name: string, { width }: Size, theme: Theme): string => `${name}-${width}-${theme}.png`

export function galleryPage(names: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>pc-switcher: every page</title>
  <style>
    body { margin: 24px; background: #8883; font: 14px system-ui, sans-serif; color-scheme: light dark; }
    nav a { margin-right: 16px; }
    section { display: grid; grid-template-columns: repeat(auto-fill, minmax(var(--least), 1fr)); gap: 16px; }
    figure { margin: 0; }
    img { width: 100%; height: auto; border: 1px solid #8888; border-radius: 6px; }
  </style>
  <h1>Every page of pc-switcher</h1>
  <nav>${windows.map(({ width }) => `<a href="#w${width}">${width} px</a>`).join('')}</nav>
${windows.map((window) => widthSection(names, window)).join('\n')}
</html>
`
}

function widthSection(names: readonly string[], window: Size): string {
  const { width, height } = window
  const figures = names.flatMap((name) =>
    themes.map((theme) => {
      const file = pictureOf(name, window, theme)
      const picture = `<img src="${file}" alt="${name}, ${theme}" width="${width}" height="${height}" loading="lazy">`
      return `    <figure><a href="${file}">${picture}</a><figcaption>${name}, ${theme}</figcaption></figure>`
    }),
  )
  return `  <h2 id="w${width}">${width} x ${height}</h2>
  <section style="--least: ${Math.round(width / 2)}px">
${figures.join('\n')}
  </section>`
}
