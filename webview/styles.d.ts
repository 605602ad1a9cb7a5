/** The bundler writes the style sheets that a module imports beside it. */
declare module '*.css';
