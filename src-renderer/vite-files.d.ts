/** What vite makes of files that are not code. CSS modules have declarations of their own: scripts/css-classes.mjs. */
declare module '*.svg' {
  const address: string
  export default address
}

declare module '*.css' {}

declare module '*.md?raw' {
  const text: string
  export default text
}
