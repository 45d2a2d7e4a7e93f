import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { type Bridge, channels } from '../shared/bridge.ts';

const bridge: Bridge = {
  start: (callId, name, input) => ipcRenderer.invoke(channels.start, callId, name, input),
  cancel: (callId) => ipcRenderer.send(channels.cancel, callId),
  onEvent: (listener) => {
    const forward = (_event: IpcRendererEvent, callId: string, event: unknown): void => {
      try {
        listener(callId, event);
      } finally {
        // Acknowledged even when the listener threw: otherwise one bad event would stall the stream for good.
        ipcRenderer.send(channels.acknowledge, callId);
      }
    };
    ipcRenderer.on(channels.event, forward);
    return () => ipcRenderer.off(channels.event, forward);
  },
  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('ronda', bridge);
