import { type DragEvent, useRef, useState } from 'react';
import { pathOfDropped } from '../../bridge/ronda.ts';

interface FileDrop {
  /** A file hovers over the place. */
  readonly isOver: boolean;
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** Makes a place take one file of this computer; `onFile` hears its path. Text and pictures of a page are refused. */
export function useFileDrop(isOpen: boolean, onFile: (path: string) => void): FileDrop {
  // Entering a child leaves the parent: only the last leave is one.
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const takes = (event: DragEvent): boolean => isOpen && event.dataTransfer.types.includes('Files');
  const end = (): void => {
    depth.current = 0;
    setOver(false);
  };
  return {
    isOver,
    handlers: {
      onDragEnter: (event) => {
        if (!takes(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: () => {
        depth.current -= 1;
        if (depth.current <= 0) end();
      },
      onDrop: (event) => {
        end();
        if (!takes(event)) return;
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        const path = file ? pathOfDropped(file) : '';
        if (path !== '') onFile(path);
      },
    },
  };
}
