import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => resolve(import.meta.dirname, path);

/** Builds the real renderer over a fake bridge, to look at every screen without a server. */
// biome-ignore lint/style/noDefaultExport: the bundler asks for it.
export default defineConfig({
  root: here('.'),
  base: './',
  resolve: { alias: { 'react-remove-scroll': here('../../src/renderer/ui/no-scroll-lock.tsx') } },
  build: {
    outDir: process.env.GALLERY_OUT ?? here('../../out/gallery'),
    emptyOutDir: true,
    minify: false,
    assetsInlineLimit: 0,
    rollupOptions: { input: here('index.html') },
  },
  plugins: [react(), tailwindcss()],
});
