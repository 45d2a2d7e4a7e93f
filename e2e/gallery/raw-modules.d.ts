declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: it is how the bundler hands over a raw file.
  export default text;
}
