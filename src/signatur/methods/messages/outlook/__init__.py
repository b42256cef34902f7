"""Mail as Microsoft programs keep it: .msg files and winmail.dat, both made of MAPI properties."""
