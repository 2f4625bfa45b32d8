/** Lets a style carry the custom properties that our style sheets read. */
import 'react';

declare module 'react' {
  interface CSSProperties {
    '--hue'?: number;
    '--share'?: number;
  }
}
