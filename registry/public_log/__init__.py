"""The public log: every certificate's events under one tree of hashes that strangers can check (C2SP tlog-tiles)."""
