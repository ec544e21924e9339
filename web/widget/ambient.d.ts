/** Style sheets are imported as text, for constructable style sheets. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}

/** File of the app's module, relative to the loader; put in by the build. */
declare const APP_FILE: string;
