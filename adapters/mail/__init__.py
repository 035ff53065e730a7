"""The panel mailbox: raw mail read, mail composed, and the folder that stands for a mailbox on this machine."""
