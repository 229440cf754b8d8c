"""Reader of WordPress exports (WXR): posts one after the other, with pictures from a local folder."""
