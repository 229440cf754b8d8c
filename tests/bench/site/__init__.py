"""What runs inside of the sites of the bench: settings, and programs that fill them or sign somebody in."""
