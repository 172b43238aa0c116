/** A program for perl, as text: it is bundled, and given to perl on its command line. */
declare module '*.pl' {
  const program: string
  export default program
}
